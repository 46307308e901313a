// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.FitSettings;
import io.skewline.learn.measure.Measure;

/**
 * What is swept, and how far.
 *
 * @param fit how one plan is fitted; its plan is not read
 * @param measure what plans are chosen and compared by
 * @param seeds fits per plan; each has other validation groups and other first weights
 * @param budget fits of fusion plans at the most: with fewer than all would take, one fit each
 *     decides which get the rest
 * @param resamples of each bootstrap
 * @param threads fits at the same time
 */
public record SweepSettings(
    FitSettings fit, Measure measure, int seeds, int budget, int resamples, int threads) {
  public static final int SEEDS = 5;

  public SweepSettings {
    if (seeds < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "seeds and threads must be 1 or more: " + seeds + ", " + threads);
    }
    if (budget < leastBudget(seeds)) {
      throw new IllegalArgumentException(
          "a budget must allow three plans of "
              + seeds
              + " seeds, "
              + leastBudget(seeds)
              + " fits: was "
              + budget);
    }
  }

  /** Late, pairwise and one more. */
  public static int leastBudget(int seeds) {
    return 3 * seeds;
  }

  long seed(int fit) {
    return fit().seed() + fit;
  }
}
