// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.nio.FloatBuffer;

/** Loops over the rows of matrices that BLAS has no call for. */
final class Rows {
  static final float EPSILON = 1e-5f;

  private Rows() {}

  static void addBias(Matrix x, Matrix bias) {
    for (int r = 0, i = 0; r < x.rows; r++) {
      for (int c = 0; c < x.cols; c++, i++) {
        x.data.put(i, x.data.get(i) + bias.data.get(c));
      }
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
    for (int i = 0; i < x.size(); i++) {
      x.data.put(i, factor * x.data.get(i));
    }
  }

  static void addTo(Matrix sum, Matrix x, float weight) {
    for (int i = 0; i < x.size(); i++) {
      sum.data.put(i, sum.data.get(i) + weight * x.data.get(i));
    }
  }

  /** bias gradient += column sums. */
  static void addColumnSums(Matrix x, Matrix sums) {
    for (int r = 0, i = 0; r < x.rows; r++) {
      for (int c = 0; c < x.cols; c++, i++) {
        sums.data.put(c, sums.data.get(c) + x.data.get(i));
      }
    }
  }

  static void relu(Matrix x) {
    for (int i = 0; i < x.size(); i++) {
      if (x.data.get(i) < 0) {
        x.data.put(i, 0);
      }
    }
  }

  /** Zeroes gradients where the activation was cut off. */
  static void reluBack(Matrix activation, Matrix gradient) {
    for (int i = 0; i < gradient.size(); i++) {
      if (activation.data.get(i) <= 0) {
        gradient.data.put(i, 0);
      }
    }
  }

  /**
   * y = gain · (x − mean) / √(var + ε) + shift per row; y may be x.
   *
   * @param normal receives the normalised rows, for the backward pass
   * @param inverse receives 1 / √(var + ε) per row
   */
  static void layerNorm(
      Matrix x, Matrix gain, Matrix shift, Matrix y, Matrix normal, Matrix inverse) {
    int n = x.cols;
    FloatBuffer in = x.data;
    for (int r = 0; r < x.rows; r++) {
      int at = r * n;
      float mean = 0;
      for (int c = 0; c < n; c++) {
        mean += in.get(at + c);
      }
      mean /= n;
      float variance = 0;
      for (int c = 0; c < n; c++) {
        float d = in.get(at + c) - mean;
        variance += d * d;
      }
      float inv = (float) (1 / Math.sqrt(variance / n + EPSILON));
      inverse.data.put(r, inv);
      for (int c = 0; c < n; c++) {
        float z = (in.get(at + c) - mean) * inv;
        normal.data.put(at + c, z);
        y.data.put(at + c, z * gain.data.get(c) + shift.data.get(c));
      }
    }
  }

  /** From the gradient of y to that of x (may be the same matrix), gain and shift. */
  static void layerNormBack(
      Matrix dy,
      Matrix gain,
      Matrix normal,
      Matrix inverse,
      Matrix dGain,
      Matrix dShift,
      Matrix dx) {
    int n = dy.cols;
    for (int r = 0; r < dy.rows; r++) {
      int at = r * n;
      float sum = 0;
      float dot = 0;
      for (int c = 0; c < n; c++) {
        float g = dy.data.get(at + c);
        float z = normal.data.get(at + c);
        dGain.data.put(c, dGain.data.get(c) + g * z);
        dShift.data.put(c, dShift.data.get(c) + g);
        sum += g * gain.data.get(c);
        dot += g * gain.data.get(c) * z;
      }
      float inv = inverse.data.get(r);
      for (int c = 0; c < n; c++) {
        float g = dy.data.get(at + c) * gain.data.get(c);
        dx.data.put(at + c, inv * (g - sum / n - normal.data.get(at + c) * dot / n));
      }
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
