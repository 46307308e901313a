// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * Sums over arrays, eight at a time: additions that do not wait for each other. The first n values
 * count.
 */
final class Sums {
  private Sums() {}

  static float of(float[] x, int n) {
    float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
    int i = 0;
    for (; i < n - 7; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    for (; i < n; i++) {
      a += x[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** Of (x − mean)². */
  static float ofSquares(float[] x, float mean, int n) {
    float a = 0, b = 0, c = 0, d = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      float p = x[i] - mean;
      float q = x[i + 1] - mean;
      float r = x[i + 2] - mean;
      float s = x[i + 3] - mean;
      a += p * p;
      b += q * q;
      c += r * r;
      d += s * s;
    }
    for (; i < n; i++) {
      a += (x[i] - mean) * (x[i] - mean);
    }
    return (a + b) + (c + d);
  }

  static float ofProducts(float[] x, float[] y, int n) {
    float a = 0, b = 0, c = 0, d = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < n; i++) {
      a += x[i] * y[i];
    }
    return (a + b) + (c + d);
  }
}
