// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Task;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a challenger is published. On held-out streams both models are scored on the same
 * windows. Where the reported windows are marked {@code val}, nothing may be chosen by them: then
 * the scores on validation streams decide, each taken by a fit that had not seen them.
 */
final class Gate {
  private final boolean classification;
  private final boolean marked;

  Gate(Task task, boolean marked) {
    this.classification = task instanceof Task.Classification;
    this.marked = marked;
  }

  /**
   * @param reason in words, with the numbers that decided
   */
  record Decision(boolean better, String reason) {}

  /**
   * @param chance what guessing reaches: the bar for the first model
   */
  Decision decide(
      Map<String, Metric> challenger,
      Optional<Evaluation> active,
      Optional<BundleManifest> champion,
      Metric chance) {
    String deciding = Evaluation.FUSED + (classification ? "" : Evaluation.ERROR);
    if (active.isEmpty()) {
      return decision(challenger.get(deciding), chance, "guessing's");
    }
    if (marked) {
      Metric bar = champion.map(m -> m.metrics().get(Evaluation.VALIDATION)).orElse(chance);
      return decision(
          challenger.get(Evaluation.VALIDATION), bar, "the active model's on validation streams");
    }
    return decision(
        challenger.get(deciding), active.get().metrics().get(deciding), "the active model's");
  }

  private Decision decision(Metric challenger, Metric bar, String whose) {
    boolean better =
        classification ? challenger.value() > bar.value() : challenger.value() < bar.value();
    String reason =
        String.format(
            Locale.ROOT,
            "%s %.3f [%.3f, %.3f] over %d windows against %s %.3f",
            classification ? "accuracy" : "mean absolute error",
            challenger.value(),
            challenger.low(),
            challenger.high(),
            challenger.n(),
            whose,
            bar.value());
    return new Decision(better, reason);
  }
}
