// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.learn.FitSettings;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.modality.LabelledWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan of a trainer's rounds: chosen by a {@link Sweep} before the first one, kept for so many
 * rounds, then chosen anew from the examples of that time. A restart chooses anew. One thread.
 */
public final class PlanKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(PlanKeeper.class);

  private final FitSettings fit;
  private final AutoPlan auto;
  private @Nullable FusionPlan plan;
  private int rounds;

  public PlanKeeper(FitSettings fit, AutoPlan auto) {
    this.fit = fit;
    this.auto = auto;
  }

  /**
   * What the next round is to fit.
   *
   * @throws io.skewline.learn.TrainingRound.TooFewException if there are too few examples to choose
   */
  public FitSettings next(List<LabelledWindow> examples) {
    FusionPlan kept = plan;
    if (kept == null || rounds >= auto.rounds()) {
      kept = Sweep.choose(settings(), examples, (done, all, last) -> {});
      LOG.info("Plan chosen over {} examples: {} {}", examples.size(), kept.name(), kept.pairs());
      plan = kept;
      rounds = 0;
    }
    rounds++;
    return fit.with(kept, fit.seed());
  }

  /** One fit at a time: the trainer may share its machine with what serves. */
  private SweepSettings settings() {
    return new SweepSettings(
        fit,
        Measure.of(fit.task()).get(0),
        SweepSettings.SEEDS,
        auto.budget(),
        Bootstrap.RESAMPLES,
        1);
  }
}
