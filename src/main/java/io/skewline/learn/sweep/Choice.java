// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Bootstrap;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.OneStandardError;
import io.skewline.learn.stats.OneStandardError.Candidate;
import io.skewline.learn.sweep.Contender.Fused;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is chosen, by validation windows alone: of the plans that have all seeds and are within one
 * standard error of the best, the cheapest.
 */
final class Choice {
  private final SweepSettings settings;
  private final SweepData data;
  private final PlanSpace space;
  private final Fits fits;
  private final Map<Contender, Interval> validation = new ConcurrentHashMap<>();

  Choice(SweepSettings settings, SweepData data, PlanSpace space, Fits fits) {
    this.settings = settings;
    this.data = data;
    this.space = space;
    this.fits = fits;
    candidates().parallelStream().forEach(this::validation);
  }

  /** In the order of {@link PlanSpace}. */
  private List<Fused> candidates() {
    List<Contender> fitted = fits.contenders();
    return space.all().stream()
        .filter(plan -> fitted.contains(plan) && fits.count(plan) == settings.seeds())
        .toList();
  }

  Interval validation(Fused plan) {
    return validation.computeIfAbsent(
        plan,
        p ->
            new Bootstrap(settings.resamples(), settings.fit().seed())
                .of(settings.measure(), fits.validation(p)));
  }

  PlanCost cost(Fused plan) {
    return PlanCost.of(settings.fit(), plan.plan(), data.framesPerWindow());
  }

  Fused selected() {
    return OneStandardError.choose(candidates().stream().map(this::candidate).toList()).what();
  }

  /** Plans of one fit each, those first that should get the other seeds. */
  List<Fused> worthMore(List<Fused> screened) {
    return OneStandardError.order(screened.stream().map(this::candidate).toList()).stream()
        .map(Candidate::what)
        .toList();
  }

  private Candidate<Fused> candidate(Fused plan) {
    Measure measure = settings.measure();
    Interval interval = validation(plan);
    return new Candidate<>(
        plan,
        measure.oriented(interval.value()),
        interval.standardError(),
        cost(plan).relativeTo(cost(space.pairwise())));
  }

  /** The best of some plans that have all seeds and a score, whatever its cost; else late. */
  Fused best(List<Fused> among) {
    return candidates().stream()
        .filter(among::contains)
        .filter(plan -> Double.isFinite(validation(plan).value()))
        .max(
            Comparator.comparingDouble(
                plan -> settings.measure().oriented(validation(plan).value())))
        .orElse(space.late());
  }

  /** Named by its pairs, unless it is one that the topology file has a name for. */
  FusionPlan plan() {
    return selected().plan();
  }
}
