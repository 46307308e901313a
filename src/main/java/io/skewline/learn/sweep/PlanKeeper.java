// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.learn.CarriedLayers;
import io.skewline.learn.FitSettings;
import io.skewline.learn.TrainingRound;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.modality.LabelledWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan of a trainer's rounds: chosen by a {@link Sweep} before the first one, kept for so many
 * rounds, then chosen anew from the examples of that time that hold all layers; if too few do, it
 * stays. A restart chooses anew. One thread.
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
      kept = chosen(CarriedLayers.fullStacks(examples, fit.modalities()), kept);
      plan = kept;
      rounds = 0;
    }
    rounds++;
    return fit.with(kept, fit.seed());
  }

  /** Of full stacks alone: a plan that lacks its layers would be blamed for it. */
  private FusionPlan chosen(List<LabelledWindow> fullStacks, @Nullable FusionPlan kept) {
    try {
      FusionPlan best = Sweep.choose(settings(), fullStacks, (done, all, last) -> {});
      LOG.info("Plan chosen over {} examples: {} {}", fullStacks.size(), best.name(), best.pairs());
      return best;
    } catch (TrainingRound.TooFewException e) {
      if (kept == null) {
        throw e;
      }
      LOG.warn("Plan {} stays, too few examples hold all layers: {}", kept.name(), e.getMessage());
      return kept;
    }
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
