// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

/**
 * That a trainer chooses its plan itself, see {@link PlanKeeper}.
 *
 * @param budget fits of each choice at the most
 * @param rounds from one choice to the next
 */
public record AutoPlan(int budget, int rounds) {
  public AutoPlan {
    if (budget < SweepSettings.leastBudget(SweepSettings.SEEDS) || rounds < 1) {
      throw new IllegalArgumentException(
          "a choice of the plan takes "
              + SweepSettings.leastBudget(SweepSettings.SEEDS)
              + " fits or more, and lasts a round: were "
              + budget
              + ", "
              + rounds);
    }
  }
}
