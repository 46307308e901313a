// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundleManifest.Metric;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a challenger is published: if its loss is lower. On held-out streams both models are
 * scored on the same windows. Where the reported windows are marked {@code val}, nothing may be
 * chosen by them: then the losses on validation streams decide, each of a fit that had not seen
 * them.
 */
final class Gate {
  private final boolean marked;

  Gate(boolean marked) {
    this.marked = marked;
  }

  /**
   * @param reason in words, with the numbers that decided
   */
  record Decision(boolean better, String reason) {}

  /**
   * @param chance the loss of guessing: the bar for the first model
   */
  Decision decide(
      Map<String, Metric> challenger,
      Optional<Evaluation> active,
      Optional<BundleManifest> champion,
      double chance) {
    Metric loss = challenger.get(marked ? Evaluation.VALIDATION : Evaluation.LOSS);
    if (active.isEmpty()) {
      return decision(challenger, loss, chance, "guessing's");
    }
    Optional<Metric> bar =
        marked
            ? champion.map(m -> m.metrics().get(Evaluation.VALIDATION))
            : active.map(a -> a.metrics().get(Evaluation.LOSS));
    return decision(challenger, loss, bar.map(Metric::value).orElse(chance), "the active model's");
  }

  private Decision decision(Map<String, Metric> challenger, Metric loss, double bar, String whose) {
    Metric accuracy = challenger.get(Evaluation.FUSED);
    String reason =
        String.format(
            Locale.ROOT,
            "loss %.4f over %d %s windows against %s %.4f; accuracy %.3f [%.3f, %.3f] over %d",
            loss.value(),
            loss.n(),
            marked ? "validation" : "held-out",
            whose,
            bar,
            accuracy.value(),
            accuracy.low(),
            accuracy.high(),
            accuracy.n());
    return new Decision(loss.value() < bar, reason);
  }
}
