// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Arrays;

/**
 * How well the modalities of a window belong together: the share of mismatched windows on which the
 * statistic network gives less, 0..1. Mismatched windows themselves are spread evenly over it.
 * Immutable.
 */
final class Agreement {
  static final int QUANTILES = 101;
  static final String TENSOR = "agreement";

  private final SsfnWeights statistic;
  private final float[] quantiles;

  /**
   * @param statistic weights of a {@link StatisticNetwork}
   * @param quantiles of its values on mismatched windows, from the least to the greatest, evenly
   *     spaced
   */
  Agreement(SsfnWeights statistic, float[] quantiles) {
    this.statistic = statistic;
    this.quantiles = quantiles;
  }

  /** From values on mismatched windows, in any order, at least one. */
  static Agreement of(SsfnWeights statistic, float[] mismatched) {
    float[] sorted = mismatched.clone();
    Arrays.sort(sorted);
    float[] quantiles = new float[QUANTILES];
    for (int q = 0; q < QUANTILES; q++) {
      double at = (double) q * (sorted.length - 1) / (QUANTILES - 1);
      int below = (int) at;
      int above = Math.min(sorted.length - 1, below + 1);
      quantiles[q] = (float) (sorted[below] + (at - below) * (sorted[above] - sorted[below]));
    }
    return new Agreement(statistic, quantiles);
  }

  SsfnWeights statistic() {
    return statistic;
  }

  float[] quantiles() {
    return quantiles;
  }

  /**
   * @param value T of a window
   */
  double of(float value) {
    if (value <= quantiles[0]) {
      return 0;
    }
    int top = QUANTILES - 1;
    if (value >= quantiles[top]) {
      return 1;
    }
    int above = Arrays.binarySearch(quantiles, value);
    above = above < 0 ? -above - 1 : above;
    double step = quantiles[above] - quantiles[above - 1];
    double within = step > 0 ? (value - quantiles[above - 1]) / step : 1;
    return (above - 1 + within) / top;
  }
}
