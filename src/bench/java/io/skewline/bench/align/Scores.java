// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.Scoreboard;
import java.util.List;
import java.util.Locale;

/** The one table: medians, ratios with their interval, targets. */
public final class Scores {
  private Scores() {}

  public static Scoreboard of(List<Duel> duels, Load load) {
    Scoreboard board = new Scoreboard("ratio", "A / B", "A", "B", "unit");
    for (Duel duel : duels) {
      Comparison comparison = duel.comparison();
      String who = comparison.a() + " / " + comparison.b();
      double[] speeds = duel.medians();
      board.ratio(
          duel.speed(), comparison.speed(), who, number(speeds[0]), number(speeds[1]), "frames/s");
      double[] bytes = duel.changelogMedians();
      duel.changelog()
          .ifPresent(
              ratio ->
                  board.ratio(
                      ratio,
                      comparison.changelog(),
                      who,
                      number(bytes[0] / load.total()),
                      number(bytes[1] / load.total()),
                      "changelog B/frame"));
    }
    return board;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }
}
