// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.List;

/**
 * Per-feature mean and reciprocal deviation. A feature that never moves is switched off. Sparse
 * features share one scale: each by its own, the rarest would be the loudest.
 */
record Standardiser(float[] mean, float[] scale) {
  /** Deviation that sparse features are brought to; a signal is then of length about 0.3 √n. */
  private static final double SPARSE_DEVIATION = 0.3;

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
      double deviation =
          features.sparse()
              ? Math.sqrt(typical) / SPARSE_DEVIATION
              : Math.sqrt(variance[i] + 0.05 * typical);
      scale[i] = variance[i] < 1e-12 ? 0 : (float) (1 / deviation);
    }
    return new Standardiser(mean, scale);
  }

  float[] apply(float[] features) {
    return Encoder.standardised(features, mean, scale);
  }
}
