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
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the numbers say, in sentences; also where they say that something does not help. */
final class Findings {
  private final SweepOutcome outcome;
  private final String measure;

  Findings(SweepOutcome outcome) {
    this.outcome = outcome;
    this.measure = outcome.settings().measure().label();
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>(trial());
    sentences.add(selected());
    sentences.addAll(skew());
    for (Contender baseline : baselines()) {
      sentences.add(against(baseline));
    }
    return sentences;
  }

  /** Those that belong under a table that has all the numbers. */
  List<String> verdicts() {
    List<String> sentences = new ArrayList<>(trial());
    sentences.addAll(skew());
    Optional<Contender> best =
        baselines().stream()
            .filter(baseline -> outcome.of(baseline).reported().isKnown())
            .max(Comparator.comparingDouble(this::score));
    best.ifPresent(b -> sentences.add("Of the baselines " + b.name() + " is best. " + against(b)));
    outcome
        .addition()
        .filter(addition -> !best.equals(Optional.of(addition)))
        .ifPresent(addition -> sentences.add(against(addition)));
    return sentences;
  }

  private double score(Contender of) {
    return outcome.settings().measure().oriented(outcome.of(of).reported().value());
  }

  private List<String> trial() {
    SweepSettings settings = outcome.settings();
    if (settings.seeds() >= SweepSettings.SEEDS && settings.resamples() >= Bootstrap.RESAMPLES) {
      return List.of();
    }
    return List.of(
        String.format(
            "A trial, no result: that takes %d seeds and %d resamples, these are %d and %d.",
            SweepSettings.SEEDS, Bootstrap.RESAMPLES, settings.seeds(), settings.resamples()));
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

  /** Of the chosen plan, if it is a skewed one, and of the best one that has a skew. */
  private List<String> skew() {
    List<String> sentences = new ArrayList<>();
    Fused chosen = outcome.selected();
    Fused skewed = outcome.bestSkewed();
    boolean none = skewed.equals(outcome.space().late());
    if (outcome.space().isSkewed(chosen) && !chosen.equals(skewed)) {
      sentences.addAll(skew("the chosen plan", chosen));
    }
    if (!none) {
      boolean both = chosen.equals(skewed);
      sentences.addAll(
          skew("the best of the skewed plans by validation" + (both ? ", chosen" : ""), skewed));
    }
    return sentences.isEmpty()
        ? List.of("No plan with a skew other than 0 got all its fits.")
        : sentences;
  }

  private List<String> skew(String role, Fused skewed) {
    List<String> sentences = new ArrayList<>();
    for (Fused other : new LinkedHashSet<>(List.of(outcome.space().late(), pairwise()))) {
      Interval better = outcome.better(skewed, other);
      String verdict =
          better.low() > 0
              ? "Skew helps here over %s:"
              : better.high() < 0
                  ? "Skew harms here against %s:"
                  : better.isKnown()
                      ? "Skew does not help here over %s:"
                      : "What skew does here against %s is not known:";
      String subject = " " + role + ", " + skewed.name() + ", ";
      sentences.add(String.format(verdict, other.name()) + subject + by(better) + ".");
    }
    return sentences;
  }

  private Fused pairwise() {
    return outcome.space().pairwise();
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
    if (!better.isKnown()) {
      return "differs by what " + measure + " has no number for";
    }
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
