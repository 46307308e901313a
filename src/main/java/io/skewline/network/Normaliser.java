// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * Standardises one layer's vectors with statistics of the training data.
 *
 * @param mean per value
 * @param scale 1 / standard deviation per value; 0 for one that never varied
 */
record Normaliser(float[] mean, float[] scale) {
  /** A value that varies less than this share of the layer's mean deviation is noise. */
  private static final double FLOOR = 1e-3;

  /** Standardised values beyond this are cut off: one odd frame must not rule the projection. */
  static final float LIMIT = 8;

  static Normaliser fit(Iterable<float[]> vectors, int width) {
    double[] sum = new double[width];
    double[] squares = new double[width];
    long n = 0;
    for (float[] vector : vectors) {
      n++;
      for (int i = 0; i < width; i++) {
        sum[i] += vector[i];
        squares[i] += (double) vector[i] * vector[i];
      }
    }
    double typical = 0;
    double[] deviation = new double[width];
    for (int i = 0; i < width && n > 0; i++) {
      double mean = sum[i] / n;
      deviation[i] = Math.sqrt(Math.max(0, squares[i] / n - mean * mean));
      typical += deviation[i] / width;
    }
    float[] mean = new float[width];
    float[] scale = new float[width];
    for (int i = 0; i < width && n > 0; i++) {
      mean[i] = (float) (sum[i] / n);
      scale[i] = deviation[i] <= FLOOR * typical ? 0 : (float) (1 / deviation[i]);
    }
    return new Normaliser(mean, scale);
  }

  /** Writes the standardised vector into a row. */
  void apply(float[] vector, Matrix to, int row) {
    float[] z = Scratch.array(0, mean.length);
    standardise(vector, mean, scale, z);
    to.setRow(row, z);
  }

  /** Mean square of the standardised vector. */
  double power(float[] vector) {
    float[] z = Scratch.array(0, mean.length);
    standardise(vector, mean, scale, z);
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += z[i] * z[i];
    }
    return sum / mean.length;
  }

  private static void standardise(float[] x, float[] mean, float[] scale, float[] z) {
    for (int i = 0; i < mean.length; i++) {
      z[i] = Math.max(-LIMIT, Math.min(LIMIT, (x[i] - mean[i]) * scale[i]));
    }
  }
}
