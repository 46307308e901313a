// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.learn.FitSettings;
import io.skewline.learn.GateSettings;
import io.skewline.learn.sweep.AutoPlan;
import java.time.Duration;
import java.util.Optional;

/**
 * The {@code train} section of the topology file.
 *
 * @param horizon how long, in event time, a window waits for its label and a label for its windows
 * @param minOverlap the share of a window that a label must cover to be its label, above 0 up to 1
 * @param firstRound examples before the first round of fitting
 * @param roundEvery new examples between rounds
 * @param maxExamples the most examples that are kept to learn from
 * @param autoPlan empty: the plan of {@code fit} is the plan
 * @param gate what a model must show to be published
 * @param labelRule which labels are heard
 */
public record TrainSettings(
    String labelsTopic,
    String examplesTopic,
    Duration horizon,
    double minOverlap,
    int firstRound,
    int roundEvery,
    int maxExamples,
    FitSettings fit,
    Optional<AutoPlan> autoPlan,
    GateSettings gate,
    LabelRule labelRule,
    LearnerSettings learner) {

  /** With the gate's defaults. */
  public TrainSettings(
      String labelsTopic,
      String examplesTopic,
      Duration horizon,
      double minOverlap,
      int firstRound,
      int roundEvery,
      int maxExamples,
      FitSettings fit,
      Optional<AutoPlan> autoPlan,
      LabelRule labelRule,
      LearnerSettings learner) {
    this(
        labelsTopic,
        examplesTopic,
        horizon,
        minOverlap,
        firstRound,
        roundEvery,
        maxExamples,
        fit,
        autoPlan,
        GateSettings.DEFAULT,
        labelRule,
        learner);
  }
}
