// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * What is done with matrices between two products: by BLAS where it has a call for that, else in
 * loops over rows or values. Safe for many threads.
 */
final class Rows {
  private Rows() {}

  static void addBias(Matrix x, Matrix bias) {
    float[] b = Scratch.row(0, bias, 0);
    for (int r = 0; r < x.rows; r++) {
      float[] v = Scratch.row(1, x, r);
      for (int c = 0; c < x.cols; c++) {
        v[c] += b[c];
      }
      x.setRow(r, v);
    }
  }

  /** relu(x + bias) in the place of x. */
  static void biasedRelu(Matrix x, Matrix bias) {
    float[] b = Scratch.row(0, bias, 0);
    for (int r = 0; r < x.rows; r++) {
      float[] v = Scratch.row(1, x, r);
      for (int c = 0; c < x.cols; c++) {
        v[c] = Math.max(0, v[c] + b[c]);
      }
      x.setRow(r, v);
    }
  }

  /** Side by side: row r of the result is row r of each part in turn. */
  static void join(Matrix to, Matrix... parts) {
    int at = 0;
    for (Matrix part : parts) {
      for (int r = 0; r < to.rows; r++) {
        to.data.put(r * to.cols + at, part.data, r * part.cols, part.cols);
      }
      at += part.cols;
    }
  }

  /** What was joined is added to its parts. */
  static void addParts(Matrix from, Matrix... parts) {
    int at = 0;
    for (Matrix part : parts) {
      for (int r = 0; r < from.rows; r++) {
        for (int c = 0; c < part.cols; c++) {
          part.set(r, c, part.get(r, c) + from.get(r, at + c));
        }
      }
      at += part.cols;
    }
  }

  static void scale(Matrix x, float factor) {
    Blas.scale(factor, x);
  }

  static void addTo(Matrix sum, Matrix x, float weight) {
    Blas.add(weight, x, sum);
  }

  /** bias gradient += column sums. */
  static void addColumnSums(Matrix x, Matrix sums) {
    float[] to = Scratch.row(0, sums, 0);
    for (int r = 0; r < x.rows; r++) {
      float[] v = Scratch.row(1, x, r);
      for (int c = 0; c < x.cols; c++) {
        to[c] += v[c];
      }
    }
    sums.setRow(0, to);
  }

  static void relu(Matrix x) {
    for (int at = 0; at < x.size(); at += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, x.size() - at);
      float[] v = Scratch.part(0, x, at, n);
      for (int i = 0; i < n; i++) {
        v[i] = Math.max(0, v[i]);
      }
      x.data.put(at, v, 0, n);
    }
  }

  /** The mean of two halves, one above the other. */
  static void meanOfHalves(Matrix x, Matrix to) {
    int size = to.size();
    for (int at = 0; at < size; at += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, size - at);
      float[] v = Scratch.part(0, x, at, n);
      float[] w = Scratch.part(1, x, size + at, n);
      for (int i = 0; i < n; i++) {
        v[i] = (v[i] + w[i]) * 0.5f;
      }
      to.data.put(at, v, 0, n);
    }
  }

  /** The upper half is added to one, the lower half to another. */
  static void addHalves(Matrix x, Matrix upper, Matrix lower) {
    addTo(upper, x.top(upper.rows), 1);
    addTo(lower, x.bottom(lower.rows), 1);
  }

  /** Zeroes gradients where the activation was cut off. */
  static void reluBack(Matrix activation, Matrix gradient) {
    for (int at = 0; at < gradient.size(); at += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, gradient.size() - at);
      float[] v = Scratch.part(0, activation, at, n);
      float[] d = Scratch.part(1, gradient, at, n);
      for (int i = 0; i < n; i++) {
        d[i] = v[i] <= 0 ? 0 : d[i];
      }
      gradient.data.put(at, d, 0, n);
    }
  }

  /** Probabilities in place. */
  static void softmax(Matrix logits, int rows, double temperature) {
    for (int r = 0; r < rows; r++) {
      float max = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < logits.cols; c++) {
        max = Math.max(max, logits.get(r, c));
      }
      double sum = 0;
      for (int c = 0; c < logits.cols; c++) {
        double e = Math.exp((logits.get(r, c) - max) / temperature);
        sum += e;
        logits.set(r, c, (float) e);
      }
      for (int c = 0; c < logits.cols; c++) {
        logits.set(r, c, (float) (logits.get(r, c) / sum));
      }
    }
  }
}
