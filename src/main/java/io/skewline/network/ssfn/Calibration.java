// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.fusion.FusionScore;

/**
 * Turns the head's outputs into scores whose confidence holds for the subset of modalities that was
 * present. Per subset: the temperature that the logits are divided by (classification), or half the
 * width of the split-conformal interval (regression).
 */
final class Calibration {
  /** Share of the windows whose value lies in the interval, by construction. */
  static final double COVERAGE = 0.9;

  private final boolean classifies;
  private final float[] perSubset;

  Calibration(boolean classifies, float[] perSubset) {
    this.classifies = classifies;
    this.perSubset = perSubset;
  }

  FusionScore score(float[] outputs, int subset) {
    return classifies
        ? probabilities(outputs, perSubset[subset])
        : value(outputs, perSubset[subset]);
  }

  private static FusionScore value(float[] outputs, float half) {
    double value = outputs[0];
    return new FusionScore(outputs, 0, COVERAGE, value - half, value + half);
  }

  private static FusionScore probabilities(float[] logits, float temperature) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    double sum = 0;
    double[] powers = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      powers[c] = Math.exp((logits[c] - logits[best]) / (double) temperature);
      sum += powers[c];
    }
    float[] scores = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      scores[c] = (float) (powers[c] / sum);
    }
    return new FusionScore(scores, best, 1 / sum, Double.NaN, Double.NaN);
  }
}
