// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * rows × cols floats, row-major, outside the heap: BLAS reads them without a copy, and they are
 * freed with the object. Not synchronised.
 */
final class Matrix {
  final int rows;
  final int cols;
  final FloatBuffer data;
  private Optional<Panels> panels = Optional.empty();

  Matrix(int rows, int cols) {
    this(
        rows,
        cols,
        ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(rows, cols), Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer());
  }

  private Matrix(int rows, int cols, FloatBuffer data) {
    this.rows = rows;
    this.cols = cols;
    this.data = data;
  }

  static Matrix of(int rows, int cols, float[] values) {
    Matrix matrix = new Matrix(rows, cols);
    matrix.data.put(0, values, 0, rows * cols);
    return matrix;
  }

  static Matrix[] many(int count, int rows, int cols) {
    Matrix[] matrices = new Matrix[count];
    for (int i = 0; i < count; i++) {
      matrices[i] = new Matrix(rows, cols);
    }
    return matrices;
  }

  static Matrix[] tops(Matrix[] matrices, int rows) {
    Matrix[] tops = new Matrix[matrices.length];
    for (int i = 0; i < tops.length; i++) {
      tops[i] = matrices[i].top(rows);
    }
    return tops;
  }

  /** The first rows of the same memory. */
  Matrix top(int n) {
    return new Matrix(n, cols, data);
  }

  /** The last rows of the same memory. */
  Matrix bottom(int n) {
    return new Matrix(n, cols, data.slice((rows - n) * cols, n * cols));
  }

  /** Its values must not change any more: products with it may be computed from a copy. */
  void freeze() {
    panels = Panels.of(this);
  }

  /** The copy; empty before it is frozen, and where none is of use. */
  Optional<Panels> panels() {
    return panels;
  }

  int size() {
    return rows * cols;
  }

  float get(int row, int col) {
    return data.get(row * cols + col);
  }

  void set(int row, int col, float value) {
    data.put(row * cols + col, value);
  }

  void setRow(int row, float[] values) {
    data.put(row * cols, values, 0, cols);
  }

  float[] toArray() {
    float[] values = new float[size()];
    data.get(0, values);
    return values;
  }

  Matrix copy() {
    return of(rows, cols, toArray());
  }

  void fill(float value) {
    float[] part = Scratch.array(0, Scratch.BLOCK);
    Arrays.fill(part, value);
    for (int at = 0; at < size(); at += Scratch.BLOCK) {
      data.put(at, part, 0, Math.min(Scratch.BLOCK, size() - at));
    }
  }

  void copyFrom(Matrix other) {
    data.put(0, other.data, 0, size());
  }

  boolean finite() {
    float sum = 0;
    for (int i = 0; i < size(); i++) {
      float v = data.get(i);
      sum += v - v;
    }
    return sum == 0;
  }
}
