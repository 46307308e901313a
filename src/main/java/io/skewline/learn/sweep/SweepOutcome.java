// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.Contender.Addition;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Layer;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a sweep came to. Nothing in here that is reported has had a part in the choice. */
public final class SweepOutcome {
  private final SweepSettings settings;
  private final SweepData data;
  private final PlanSpace space;
  private final Fits fits;
  private final Choice choice;
  private final Bootstrap bootstrap;
  private final Map<Contender, Standing> standings = new LinkedHashMap<>();

  SweepOutcome(SweepSettings settings, SweepData data, PlanSpace space, Fits fits) {
    this.settings = settings;
    this.data = data;
    this.space = space;
    this.fits = fits;
    this.choice = new Choice(settings, data, space, fits);
    this.bootstrap = new Bootstrap(settings.resamples(), settings.fit().seed());
    List<Contender> all = new ArrayList<>(fits.contenders());
    addition().ifPresent(all::add);
    all.parallelStream()
        .map(this::stand)
        .toList()
        .forEach(standing -> standings.put(standing.contender(), standing));
  }

  /** Empty for clusters: the first of one model is not the first of another. */
  public Optional<Contender> addition() {
    return settings.fit().task() instanceof Task.Clustering
        ? Optional.empty()
        : Optional.of(new Addition(settings.fit().modalities()));
  }

  private Standing stand(Contender contender) {
    List<Answers> reported = fits.reported(contender);
    Map<Measure, Double> measures = new LinkedHashMap<>();
    for (Measure measure : Measure.of(settings.fit().task())) {
      measures.put(
          measure, reported.stream().mapToDouble(measure::of).average().orElse(Double.NaN));
    }
    PlanCost cost = cost(contender);
    return new Standing(
        contender,
        reported.size(),
        cost,
        cost.relativeTo(choice.cost(space.pairwise())),
        contender instanceof Fused fused ? Optional.of(choice.validation(fused)) : Optional.empty(),
        bootstrap.of(settings.measure(), reported),
        better(contender, space.late()),
        measures);
  }

  private PlanCost cost(Contender contender) {
    int outputs = data.reported().outputs();
    if (contender instanceof Fused fused) {
      return choice.cost(fused);
    }
    if (contender instanceof Layer layer) {
      return PlanCost.linear(layer.modality(), 1, layer.layer(), outputs, data.framesPerWindow());
    }
    List<ModalitySpec> specs =
        contender instanceof Linear linear
            ? linear.modalities()
            : ((Addition) contender).modalities();
    return PlanCost.linear(specs, outputs, data.framesPerWindow());
  }

  /**
   * Paired, on the reported windows: above zero the first one is better. Over the seeds that both
   * have.
   */
  public Interval better(Contender one, Contender other) {
    int common = Math.min(fits.count(one), fits.count(other));
    List<Answers> first = fits.reported(one).subList(0, common);
    List<Answers> second = fits.reported(other).subList(0, common);
    return settings.measure().higherIsBetter()
        ? bootstrap.difference(settings.measure(), first, second)
        : bootstrap.difference(settings.measure(), second, first);
  }

  /** The score of a plan while a share of the reported windows lacks a modality. */
  public Interval without(Fused plan, Modality gone, double share) {
    return bootstrap.of(
        settings.measure(),
        new MissingWindows(data.reported(), settings.fit().seed())
            .mix(fits.reported(plan), fits.without(plan, gone), share));
  }

  /**
   * The score on validation windows over the first fits alone: comparable with that of another plan
   * only over as many, for every fit has windows of its own.
   */
  public double validation(Fused plan, int first) {
    return fits.validation(plan).subList(0, first).stream()
        .mapToDouble(settings.measure()::of)
        .average()
        .orElse(Double.NaN);
  }

  public SweepSettings settings() {
    return settings;
  }

  public PlanSpace space() {
    return space;
  }

  /** Baselines first, then plans as they were fitted. */
  public List<Standing> standings() {
    return List.copyOf(standings.values());
  }

  /** Empty if the budget did not do for it. */
  public Optional<Standing> find(Contender contender) {
    return Optional.ofNullable(standings.get(contender));
  }

  public Standing of(Contender contender) {
    return find(contender).orElseThrow();
  }

  /** What is chosen. */
  public Fused selected() {
    return choice.selected();
  }

  /** The best by validation windows of the skew-pairs whose skew is not zero; else late. */
  public Fused bestSkewed() {
    return choice.best(space.skewed());
  }

  public Fused best() {
    return choice.best(space.all());
  }

  public int reportedWindows() {
    return data.reported().size();
  }

  /** Whether they are rows marked {@code val}. */
  public boolean marked() {
    return data.marked();
  }
}
