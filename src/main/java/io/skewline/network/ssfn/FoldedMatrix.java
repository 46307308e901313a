// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

/** A small double matrix, row-major: weights are folded once, in double precision. */
final class FoldedMatrix {
  private final int rows;
  private final int columns;
  private final double[] values;

  private FoldedMatrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  static FoldedMatrix of(Tensor tensor) {
    return rowsOf(tensor, 0, tensor.rows());
  }

  /** The rows from {@code from} on, {@code count} of them. */
  static FoldedMatrix rowsOf(Tensor tensor, int from, int count) {
    double[] values = new double[count * tensor.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.values()[from * tensor.columns() + i];
    }
    return new FoldedMatrix(count, tensor.columns(), values);
  }

  FoldedMatrix times(FoldedMatrix right) {
    double[] product = new double[rows * right.columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double left = values[i * columns + k];
        for (int j = 0; j < right.columns; j++) {
          product[i * right.columns + j] += left * right.values[k * right.columns + j];
        }
      }
    }
    return new FoldedMatrix(rows, right.columns, product);
  }

  FoldedMatrix plus(FoldedMatrix other) {
    double[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i];
    }
    return new FoldedMatrix(rows, columns, sum);
  }

  /** [this | right], row by row. */
  FoldedMatrix beside(FoldedMatrix right) {
    int width = columns + right.columns;
    double[] joined = new double[rows * width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, joined, i * width, columns);
      System.arraycopy(right.values, i * right.columns, joined, i * width + columns, right.columns);
    }
    return new FoldedMatrix(rows, width, joined);
  }

  float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
