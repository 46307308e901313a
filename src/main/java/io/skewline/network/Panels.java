// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A matrix of weights cut into panels of columns, each by itself in memory, once: products with a
 * few rows at a time then stay within what OpenBLAS computes without packing its operands anew at
 * each call. Immutable.
 */
final class Panels {
  /** Widths of a panel, as far as small products of so many rows can be made of them. */
  private static final int[][] WIDTHS_AND_ROWS = {{64, 16}, {32, 8}};

  private final int rows;
  private final int cols;
  private final int width;
  private final FloatBuffer[] panels;

  private Panels(Matrix of, int width) {
    this.rows = of.rows;
    this.cols = of.cols;
    this.width = width;
    this.panels = new FloatBuffer[(cols + width - 1) / width];
    for (int p = 0; p < panels.length; p++) {
      panels[p] = copy(of, p * width, width(p)).data;
    }
  }

  /** Empty where this CPU has no small products, or none as long as these columns. */
  static Optional<Panels> of(Matrix matrix) {
    if (!SmallProducts.here()) {
      return Optional.empty();
    }
    if (SmallProducts.rows(matrix.rows, matrix.cols) >= SmallProducts.MOST_ROWS / 2) {
      return Optional.of(new Panels(matrix, matrix.cols));
    }
    return Arrays.stream(WIDTHS_AND_ROWS)
        .filter(w -> SmallProducts.rows(matrix.rows, w[0]) >= w[1])
        .findFirst()
        .map(w -> new Panels(matrix, Math.min(w[0], matrix.cols)));
  }

  private static Matrix copy(Matrix of, int from, int cols) {
    Matrix copy = new Matrix(of.rows, cols);
    for (int r = 0; r < of.rows; r++) {
      copy.data.put(r * cols, of.data, r * of.cols + from, cols);
    }
    return copy;
  }

  private int width(int panel) {
    return Math.min(width, cols - panel * width);
  }

  /** c = a · this + beta · c. */
  void multiply(Matrix a, float beta, Matrix c) {
    int atOnce = SmallProducts.rows(rows, width);
    for (int p = 0; p < panels.length; p++) {
      for (int r = 0; r < a.rows; r += atOnce) {
        Blas.gemm(
            Math.min(atOnce, a.rows - r),
            width(p),
            rows,
            a.data.slice(r * rows, a.size() - r * rows),
            panels[p],
            beta,
            c.data.slice(r * cols + p * width, c.size() - r * cols - p * width),
            cols);
      }
    }
  }
}
