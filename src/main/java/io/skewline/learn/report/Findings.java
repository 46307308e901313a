// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.stats.Bootstrap;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.Contender;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.learn.sweep.PlanCost;
import io.skewline.learn.sweep.Standing;
import io.skewline.learn.sweep.SweepOutcome;
import io.skewline.learn.sweep.SweepSettings;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the numbers say, in sentences; also where they say that something does not help. */
final class Findings {
  private final SweepOutcome outcome;
  private final String measure;

  Findings(SweepOutcome outcome) {
    this.outcome = outcome;
    this.measure = outcome.settings().measure().label();
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (outcome.settings().seeds() < SweepSettings.SEEDS
        || outcome.settings().resamples() < Bootstrap.RESAMPLES) {
      sentences.add(
          String.format(
              "A trial, no result: that takes %d seeds and %d resamples, these are %d and %d.",
              SweepSettings.SEEDS,
              Bootstrap.RESAMPLES,
              outcome.settings().seeds(),
              outcome.settings().resamples()));
    }
    sentences.add(selected());
    sentences.addAll(skew());
    for (Contender baseline : baselines()) {
      sentences.add(against(baseline));
    }
    return sentences;
  }

  /** Those that belong under a table that has all the numbers. */
  List<String> verdicts() {
    List<String> sentences = new ArrayList<>(skew());
    Contender best =
        Collections.max(
            baselines(),
            Comparator.comparingDouble(
                b -> outcome.settings().measure().oriented(outcome.of(b).reported().value())));
    sentences.add("Of the baselines " + best.name() + " is best. " + against(best));
    outcome
        .addition()
        .filter(addition -> !addition.equals(best))
        .ifPresent(addition -> sentences.add(against(addition)));
    return sentences;
  }

  private String selected() {
    Standing chosen = outcome.of(outcome.selected());
    Fused best = outcome.best();
    PlanCost cost = chosen.cost();
    return String.format(
        Locale.ROOT,
        "Chosen: %s, at %.2f of what pairwise fusion costs (%.0f floats on the wire, %.0f"
            + " multiply-adds, %.0f encoder layers for a window). %s",
        outcome.selected().name(),
        chosen.relativeCost(),
        cost.floats(),
        cost.multiplyAdds(),
        cost.depth(),
        best.equals(outcome.selected())
            ? "It also has the best validation score."
            : best.name()
                + " has the best validation score; the chosen one is within one standard error of"
                + " it and costs less.");
  }

  private List<String> skew() {
    Fused skewed = outcome.bestSkewed();
    if (skewed.equals(outcome.space().late())) {
      return List.of("No plan with a skew other than 0 got all its fits.");
    }
    Set<Fused> others =
        new LinkedHashSet<>(List.of(outcome.space().late(), outcome.space().pairwise()));
    List<String> sentences = new ArrayList<>();
    for (Fused other : others) {
      Interval better = outcome.better(skewed, other);
      String verdict =
          better.low() > 0
              ? "Skew helps here over %s:"
              : better.high() < 0
                  ? "Skew harms here against %s:"
                  : "Skew does not help here over %s:";
      sentences.add(
          String.format(verdict, other.name())
              + " the best of the skewed plans by validation, "
              + skewed.name()
              + ", "
              + by(better)
              + ".");
    }
    return sentences;
  }

  /** All but the chosen plan. */
  List<Contender> baselines() {
    List<ModalitySpec> specs = outcome.settings().fit().modalities();
    List<Contender> baselines = new ArrayList<>();
    specs.forEach(spec -> baselines.add(new Linear(List.of(spec))));
    baselines.add(new Linear(specs));
    outcome.addition().ifPresent(baselines::add);
    baselines.add(outcome.space().late());
    baselines.add(outcome.space().pairwise());
    baselines.remove(outcome.selected());
    return baselines.stream().distinct().toList();
  }

  private String against(Contender other) {
    Fused chosen = outcome.selected();
    Interval better = outcome.better(chosen, other);
    String verdict =
        better.low() > 0
            ? "is better than"
            : better.high() < 0 ? "is worse than" : "cannot be told from";
    return chosen.name() + " " + verdict + " " + other.name() + ": it " + by(better) + ".";
  }

  /** The sign is that of better, whatever way the measure points. */
  private String by(Interval better) {
    return String.format(
        Locale.ROOT,
        "differs by %+.4f [%+.4f, %+.4f] in %s (above 0 is better)%s",
        better.value(),
        better.low(),
        better.high(),
        measure,
        better.contains(0) ? "; the interval holds 0" : "");
  }
}
