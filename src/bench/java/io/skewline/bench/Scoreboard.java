// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A table of measured values, each with its interval and its target where it has them. */
public final class Scoreboard {
  private static final String NONE = "-";

  private final Table table;
  private boolean held = true;

  /**
   * @param value the head over the measured values
   * @param first heads of the columns before
   */
  public Scoreboard(String value, String... first) {
    this.table = new Table(cells(first, value, "95 %", "target", "holds"));
  }

  /**
   * @param first what stands before it in its row
   */
  public void ratio(Ratio ratio, Optional<Target> target, String... first) {
    row(first, "%.2f".formatted(ratio.value()), ratio.interval(), target, t -> t.holds(ratio));
  }

  /**
   * @param shown the value in words
   * @param first what stands before it in its row
   */
  public void value(String shown, double value, Optional<Target> target, String... first) {
    row(first, shown, NONE, target, t -> t.holds(value));
  }

  private void row(
      String[] first,
      String value,
      String interval,
      Optional<Target> target,
      Predicate<Target> judge) {
    Optional<Boolean> holds = target.map(judge::test);
    held &= holds.orElse(true);
    table.row(
        cells(
            first,
            value,
            interval,
            target.map(Target::toString).orElse(NONE),
            holds.map(yes -> yes ? "yes" : "NO").orElse(NONE)));
  }

  private static String[] cells(String[] first, String... rest) {
    return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
  }

  /** Whether all targets hold. */
  public boolean hold() {
    return held;
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
