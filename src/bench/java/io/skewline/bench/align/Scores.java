// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.Ratio;
import io.skewline.bench.Table;
import io.skewline.bench.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one table: medians, ratios with their interval, targets. */
public final class Scores {
  private Scores() {}

  public static String table(List<Duel> duels, Load load) {
    Table table = new Table("A / B", "A", "B", "unit", "ratio", "95 %", "target", "holds");
    for (Duel duel : duels) {
      Comparison comparison = duel.comparison();
      String who = comparison.a() + " / " + comparison.b();
      add(table, who, duel.medians(), "frames/s", duel.speed(), comparison.speed());
      double[] bytes = duel.changelogMedians();
      double[] perFrame = {bytes[0] / load.total(), bytes[1] / load.total()};
      duel.changelog()
          .ifPresent(
              ratio ->
                  add(table, who, perFrame, "changelog B/frame", ratio, comparison.changelog()));
    }
    return table.toString();
  }

  private static void add(
      Table table,
      String who,
      double[] medians,
      String unit,
      Ratio ratio,
      Optional<Target> target) {
    table.row(
        who,
        number(medians[0]),
        number(medians[1]),
        unit,
        "%.2f".formatted(ratio.value()),
        ratio.interval(),
        target.map(Target::toString).orElse("-"),
        target.map(t -> t.holds(ratio) ? "yes" : "NO").orElse("-"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }

  /** True if every target holds. */
  public static boolean hold(List<Duel> duels) {
    return duels.stream()
        .allMatch(
            duel ->
                duel.comparison().speed().map(t -> t.holds(duel.speed())).orElse(true)
                    && duel.changelog()
                        .flatMap(r -> duel.comparison().changelog().map(t -> t.holds(r)))
                        .orElse(true));
  }
}
