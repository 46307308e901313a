// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Layer;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits every plan that the budget allows and the baselines beside them. The same examples and
 * settings give the same outcome, whatever the number of threads.
 */
public final class Sweep {
  private final SweepSettings settings;
  private final SweepData data;
  private final PlanSpace space;
  private final Budget budget;
  private final Fits fits;

  private Sweep(SweepSettings settings, List<LabelledWindow> examples) {
    this.settings = settings;
    this.data = new SweepData(settings, examples);
    this.space = new PlanSpace(settings.fit().modalities());
    this.budget = Budget.of(space, settings.seeds(), settings.budget());
    this.fits = new Fits(data);
  }

  /**
   * @param examples of at least three streams or groups
   * @param store fits in there are not made again
   * @throws io.skewline.learn.TrainingRound.TooFewException if a part of the split would be empty
   */
  public static SweepOutcome run(
      SweepSettings settings,
      List<LabelledWindow> examples,
      FitStore store,
      SweepListener listener) {
    Sweep sweep = new Sweep(settings, examples);
    List<Contender> baselines = baselines(settings.fit().modalities());
    sweep.fit(baselines, store, listener);
    return new SweepOutcome(settings, sweep.data, sweep.space, sweep.fits);
  }

  /** Only the plans, without baselines: what is chosen. */
  public static FusionPlan choose(
      SweepSettings settings, List<LabelledWindow> examples, SweepListener listener) {
    Sweep sweep = new Sweep(settings, examples);
    sweep.fit(List.of(), FitStore.inMemory(), listener);
    return new Choice(settings, sweep.data, sweep.space, sweep.fits).plan();
  }

  private static List<Contender> baselines(List<ModalitySpec> specs) {
    List<Contender> baselines = new ArrayList<>();
    specs.forEach(spec -> baselines.add(new Linear(List.of(spec))));
    baselines.add(new Linear(specs));
    for (ModalitySpec spec : specs) {
      for (int layer = 1; layer <= spec.layers(); layer++) {
        baselines.add(new Layer(spec, layer));
      }
    }
    return baselines;
  }

  private void fit(List<Contender> baselines, FitStore store, SweepListener listener) {
    int all = baselines.size() * settings.seeds() + budget.fits(settings.seeds());
    try (FitRunner runner =
        new FitRunner(new Fitter(settings, data), store, listener, settings.threads(), all)) {
      List<Contender> whole = new ArrayList<>(baselines);
      whole.addAll(budget.whole());
      runner.run(whole, 0, settings.seeds(), fits);
      runner.run(budget.screened(), 0, 1, fits);
      runner.run(finalists(), 1, settings.seeds(), fits);
    }
  }

  /** Chosen as the plan is, or the cheap plan that is as good as the best would never be tried. */
  private List<Fused> finalists() {
    return new Choice(settings, data, space, fits)
        .worthMore(budget.screened()).stream().limit(budget.finalists()).toList();
  }
}
