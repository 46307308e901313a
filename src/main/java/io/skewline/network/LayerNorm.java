// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/** y = gain · (x − mean) / √(var + ε) + shift per row, by the names of its tensors, and back. */
final class LayerNorm {
  static final float EPSILON = 1e-5f;

  private final Matrix gain;
  private final Matrix shift;
  private final Matrix dGain;
  private final Matrix dShift;

  /** Of the last forward pass: normalised rows, and 1 / √(var + ε) of each. */
  private final Matrix normal;

  private final Matrix inverse;

  LayerNorm(SsfnWeights weights, SsfnWeights gradients, String name, int maxRows) {
    gain = weights.get(name + ".gain");
    shift = weights.get(name + ".shift");
    dGain = gradients.get(name + ".gain");
    dShift = gradients.get(name + ".shift");
    normal = new Matrix(maxRows, gain.cols);
    inverse = new Matrix(maxRows, 1);
  }

  /** In the place of x: of x + bias + residual. */
  void forward(Matrix x, Matrix bias, Matrix residual) {
    int n = x.cols;
    float[] b = Scratch.row(0, bias, 0);
    float[] g = Scratch.row(1, gain, 0);
    float[] s = Scratch.row(2, shift, 0);
    for (int r = 0; r < x.rows; r++) {
      float[] z = Scratch.row(3, x, r);
      add(z, b, Scratch.row(4, residual, r), n);
      float mean = Sums.of(z, n) / n;
      float inv = (float) (1 / Math.sqrt(Sums.ofSquares(z, mean, n) / n + EPSILON));
      inverse.data.put(r, inv);
      normalise(z, mean, inv, n);
      normal.setRow(r, z);
      stretch(z, g, s, n);
      x.setRow(r, z);
    }
  }

  private static void add(float[] x, float[] y, float[] z, int n) {
    for (int c = 0; c < n; c++) {
      x[c] += y[c] + z[c];
    }
  }

  private static void normalise(float[] x, float mean, float inverse, int n) {
    for (int c = 0; c < n; c++) {
      x[c] = (x[c] - mean) * inverse;
    }
  }

  private static void stretch(float[] x, float[] gain, float[] shift, int n) {
    for (int c = 0; c < n; c++) {
      x[c] = x[c] * gain[c] + shift[c];
    }
  }

  /** In the place of the gradient of y that of x + bias + residual; adds to gain's and shift's. */
  void back(Matrix dy) {
    int n = dy.cols;
    float[] g = Scratch.row(0, gain, 0);
    float[] toGain = Scratch.row(1, dGain, 0);
    float[] toShift = Scratch.row(2, dShift, 0);
    for (int r = 0; r < dy.rows; r++) {
      float[] d = Scratch.row(3, dy, r);
      float[] z = Scratch.row(4, normal, r);
      addGradients(d, z, toGain, toShift, n);
      multiply(d, g, n);
      float mean = Sums.of(d, n) / n;
      float along = Sums.ofProducts(d, z, n) / n;
      project(d, z, mean, along, inverse.data.get(r), n);
      dy.setRow(r, d);
    }
    dGain.setRow(0, toGain);
    dShift.setRow(0, toShift);
  }

  private static void addGradients(float[] d, float[] z, float[] gain, float[] shift, int n) {
    for (int c = 0; c < n; c++) {
      gain[c] += d[c] * z[c];
    }
    for (int c = 0; c < n; c++) {
      shift[c] += d[c];
    }
  }

  private static void multiply(float[] x, float[] by, int n) {
    for (int c = 0; c < n; c++) {
      x[c] *= by[c];
    }
  }

  private static void project(float[] d, float[] z, float mean, float along, float by, int n) {
    for (int c = 0; c < n; c++) {
      d[c] = by * (d[c] - mean - z[c] * along);
    }
  }
}
