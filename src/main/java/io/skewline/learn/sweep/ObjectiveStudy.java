// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.Contender.Objective;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.DependencyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each dependency objective does to one plan: to its score, and to the area under its score
 * while more and more windows lack a modality. Beside all of them the same network without any. The
 * same examples and settings give the same outcome.
 */
public final class ObjectiveStudy {
  /** Shares of the windows that lack a modality: 0, 0.1 … 0.9. */
  private static final int SHARES = 10;

  private final SweepSettings settings;
  private final SweepData data;
  private final Fits fits;
  private final MissingWindows missing;
  private final Bootstrap bootstrap;

  /**
   * How one objective came out on the reported windows.
   *
   * @param score of windows that lack nothing
   * @param area mean score over the shares and over which modality is lacking
   * @param scoreBetter paired, against no objective: above zero is better
   * @param areaBetter likewise
   */
  public record Effect(
      String name, Interval score, Interval scoreBetter, Interval area, Interval areaBetter) {}

  private ObjectiveStudy(SweepSettings settings, List<LabelledWindow> examples) {
    this.settings = settings;
    this.data = new SweepData(settings, examples);
    this.fits = new Fits(data);
    this.missing = new MissingWindows(data.reported(), settings.fit().seed());
    this.bootstrap = new Bootstrap(settings.resamples(), settings.fit().seed());
  }

  /**
   * @param settings whose plan and objective settings but kind and λ are taken
   * @param weights each λ that is tried
   * @return no objective first
   * @throws IllegalArgumentException if a λ is negative or no number
   */
  public static List<Effect> run(
      SweepSettings settings,
      List<Double> weights,
      List<LabelledWindow> examples,
      FitStore store,
      SweepListener listener) {
    ObjectiveStudy study = new ObjectiveStudy(settings, examples);
    List<Objective> objectives = objectives(settings, weights);
    study.fit(objectives, store, listener);
    return objectives.parallelStream().map(o -> study.effect(o, objectives.get(0))).toList();
  }

  private static List<Objective> objectives(SweepSettings settings, List<Double> weights) {
    List<Objective> objectives = new ArrayList<>();
    for (DependencyOptions.Objective kind : DependencyOptions.Objective.values()) {
      boolean fits =
          kind != DependencyOptions.Objective.TOTAL_CORRELATION
              || settings.fit().task() instanceof Task.Classification;
      List<Double> tried = kind.hasWeight() ? weights : fits ? List.of(0.0) : List.of();
      for (double weight : tried) {
        DependencyOptions own = settings.fit().dependency().with(kind, weight);
        objectives.add(new Objective(settings.fit().shape().plan(), own));
      }
    }
    return objectives;
  }

  private void fit(List<Objective> objectives, FitStore store, SweepListener listener) {
    int all = objectives.size() * settings.seeds();
    try (FitRunner runner =
        new FitRunner(new Fitter(settings, data), store, listener, settings.threads(), all)) {
      runner.run(objectives, 0, settings.seeds(), fits);
    }
  }

  private Effect effect(Objective objective, Objective none) {
    List<Answers> reported = fits.reported(objective);
    List<List<Answers>> curve = curve(objective);
    boolean up = settings.measure().higherIsBetter();
    List<Answers> plain = fits.reported(none);
    List<List<Answers>> plainCurve = curve(none);
    return new Effect(
        objective.name(),
        bootstrap.of(settings.measure(), reported),
        bootstrap.difference(settings.measure(), up ? reported : plain, up ? plain : reported),
        bootstrap.ofCurve(settings.measure(), curve),
        bootstrap.differenceOfCurves(
            settings.measure(), up ? curve : plainCurve, up ? plainCurve : curve));
  }

  private List<List<Answers>> curve(Objective objective) {
    List<List<Answers>> points = new ArrayList<>();
    for (ModalitySpec spec : settings.fit().modalities()) {
      Modality gone = spec.modality();
      IntStream.range(0, SHARES)
          .mapToObj(
              tenth ->
                  missing.mix(
                      fits.reported(objective), fits.without(objective, gone), tenth / 10.0))
          .forEach(points::add);
    }
    return points;
  }
}
