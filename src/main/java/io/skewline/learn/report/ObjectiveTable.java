// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.measure.Measure;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.ObjectiveStudy.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What dependency objectives do, as a table in Markdown and what it says in words below. */
public final class ObjectiveTable {
  /** Of intervals of 95 %. */
  private static final double BY_CHANCE = 0.05;

  private ObjectiveTable() {}

  public static String markdown(Measure measure, List<Effect> effects) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| objective | %1$s | better than none | area of %1$s, 0 to 0.9 of a modality missing |"
                .formatted(measure.label())
            + " better than none |");
    lines.add("|---|---|---|---|---|");
    for (Effect effect : effects) {
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  effect.name(),
                  Cells.of(effect.score()),
                  Cells.signed(effect.scoreBetter()),
                  Cells.of(effect.area()),
                  Cells.signed(effect.areaBetter())));
    }
    lines.add("");
    verdicts(measure, effects).forEach(verdict -> lines.add("- " + verdict));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> verdicts(Measure measure, List<Effect> effects) {
    List<String> verdicts = new ArrayList<>();
    for (Effect effect : effects) {
      verdict(effect.name(), measure.label(), effect.scoreBetter()).ifPresent(verdicts::add);
      verdict(effect.name(), "the area", effect.areaBetter()).ifPresent(verdicts::add);
    }
    int compared = 2 * (effects.size() - 1);
    verdicts.add(
        verdicts.isEmpty()
            ? "No objective can be told from none here: all %d intervals hold 0."
                .formatted(compared)
            : "Of %d such intervals about %.1f would not hold 0 by chance alone."
                .formatted(compared, compared * BY_CHANCE));
    return verdicts;
  }

  /** Empty where nothing can be told. */
  private static Optional<String> verdict(String name, String what, Interval better) {
    if (!better.isKnown() || better.contains(0)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s is %s than none in %s, by %s."
            .formatted(name, better.value() > 0 ? "better" : "worse", what, Cells.signed(better)));
  }
}
