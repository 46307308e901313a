// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/**
 * What turns outputs into confidences, by subset of present modalities (bit m for modality m).
 *
 * @param temperatures classification: logits are divided by these
 * @param halfWidths regression: half the conformal interval of {@link #COVERAGE}
 * @param mean of the training values (regression, else 0)
 * @param deviation of the training values (regression, else 1)
 */
record Calibration(
    Map<Integer, Double> temperatures,
    Map<Integer, Double> halfWidths,
    double mean,
    double deviation) {
  /** What share of true values the conformal interval is to hold. */
  static final double COVERAGE = 0.9;

  Calibration {
    temperatures = Map.copyOf(temperatures);
    halfWidths = Map.copyOf(halfWidths);
  }

  static int subset(boolean[] present) {
    int bits = 0;
    for (int m = 0; m < present.length; m++) {
      bits |= present[m] ? 1 << m : 0;
    }
    return bits;
  }

  double temperature(int subset) {
    return temperatures.getOrDefault(subset, 1.0);
  }

  double halfWidth(int subset) {
    return halfWidths.getOrDefault(subset, Double.NaN);
  }
}
