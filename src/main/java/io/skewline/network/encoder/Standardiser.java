// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.List;

/** Per-feature mean and reciprocal deviation. A feature that never moves is switched off. */
record Standardiser(float[] mean, float[] scale) {
  static Standardiser of(Features features, List<Example> examples) {
    int n = features.floats();
    double[] sum = new double[n];
    double[] squares = new double[n];
    for (Example example : examples) {
      for (int i = 0; i < n; i++) {
        double value = example.features()[i];
        sum[i] += value;
        squares[i] += value * value;
      }
    }
    float[] mean = new float[n];
    float[] scale = new float[n];
    double[] variance = new double[n];
    double typical = 0;
    for (int i = 0; i < n; i++) {
      mean[i] = (float) (sum[i] / examples.size());
      variance[i] = Math.max(0, squares[i] / examples.size() - (double) mean[i] * mean[i]);
      typical += variance[i] / n;
    }
    for (int i = 0; i < n; i++) {
      // The floor keeps nearly constant features (image corners) from shouting when they do move.
      scale[i] = variance[i] < 1e-12 ? 0 : (float) (1 / Math.sqrt(variance[i] + 0.05 * typical));
    }
    return new Standardiser(mean, scale);
  }

  float[] apply(float[] features) {
    return Encoder.standardised(features, mean, scale);
  }
}
