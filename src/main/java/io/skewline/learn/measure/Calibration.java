// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

/**
 * Expected calibration error (Naeini et al., 2015): windows in bins of equal width by the
 * probability of their best class; per bin the gap between mean probability and share of hits,
 * averaged by the number of windows.
 */
final class Calibration {
  static final int BINS = 15;

  private Calibration() {}

  static double error(Answers answers, int[] rows) {
    double[] gaps = new double[BINS];
    for (int row : rows) {
      int best = answers.best(row);
      double confidence = answers.scores()[row][best];
      // (0, 1/15], (1/15, 2/15] …, as in Guo et al., 2017.
      int bin = (int) Math.ceil(confidence * BINS) - 1;
      gaps[Math.max(0, Math.min(BINS - 1, bin))] +=
          confidence - (answers.truth(row) == best ? 1 : 0);
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return sum / rows.length;
  }
}
