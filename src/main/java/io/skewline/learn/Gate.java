// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.Task;
import java.util.Locale;
import java.util.Optional;

/** Whether a new model should serve: compared with the active one on the same windows. */
final class Gate {
  private final FitSettings settings;
  private final Reported reported;

  Gate(FitSettings settings, Reported reported) {
    this.settings = settings;
    this.reported = reported;
  }

  /**
   * @param answers of the new model
   * @param constant answers of the baseline that a first model must beat
   */
  RoundResult compare(
      Bundle bundle,
      Evaluation evaluation,
      double[] answers,
      Optional<FusionModel> active,
      double[] constant) {
    Metric now = reported.decisive(answers);
    if (active.isPresent() && comparable(active.get())) {
      FusionModel before = active.get();
      Metric then = reported.decisive(Answers.of(before, reported.windows(), settings.task()));
      String rival = "active model version " + before.manifest().version();
      return new RoundResult(
          bundle, evaluation, Optional.of(then), better(now, then), words(now, then, rival));
    }
    Metric floor = reported.decisive(constant);
    String rival =
        active.isPresent() ? "active model is of another task or other modalities; " : "";
    return new RoundResult(
        bundle,
        evaluation,
        Optional.empty(),
        better(now, floor),
        words(now, floor, rival + "the constant answer"));
  }

  private boolean comparable(FusionModel active) {
    return active.manifest().task().getClass().equals(settings.task().getClass())
        && active.manifest().modalities().equals(settings.modalities());
  }

  private boolean classifies() {
    return settings.task() instanceof Task.Classification;
  }

  private boolean better(Metric now, Metric then) {
    return classifies() ? now.value() > then.value() : now.value() < then.value();
  }

  private String words(Metric now, Metric then, String rival) {
    return String.format(
        Locale.ROOT,
        "%s %.4f [%.4f, %.4f] on %d windows against %.4f of %s: %s",
        classifies() ? "accuracy" : "mean absolute error",
        now.value(),
        now.low(),
        now.high(),
        now.n(),
        then.value(),
        rival,
        better(now, then) ? "better" : "not better");
  }
}
