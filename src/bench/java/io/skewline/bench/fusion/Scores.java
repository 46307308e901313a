// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.fusion;

import io.skewline.bench.Ratio;
import io.skewline.bench.Table;
import io.skewline.bench.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The table that grows with every comparison, and what goes into the JSON file. */
public final class Scores {
  private final Table table =
      new Table("what", "ours", "peer", "ratio", "95 %", "target", "holds", "% of sgemm peak");
  private final Map<String, Object> results = new LinkedHashMap<>();
  private boolean held = true;

  /**
   * @param ours runs per second of ours, and of the peer
   * @param share of the peak that ours reaches, 0..1
   */
  void ratio(
      String what, double ours, double peer, Ratio ratio, Optional<Target> target, double share) {
    table.row(
        what,
        "%,.0f".formatted(ours),
        "%,.0f".formatted(peer),
        "%.2f".formatted(ratio.value()),
        ratio.interval(),
        target.map(Target::toString).orElse("-"),
        target.map(t -> held(t.holds(ratio))).orElse("-"),
        "%.0f".formatted(100 * share));
    results.put(what, Map.of("ours", ours, "peer", peer, "ratio", ratio, "shareOfPeak", share));
  }

  void value(String what, String shown, double value, Optional<Target> target) {
    String holds = target.map(t -> held(t.holds(value))).orElse("-");
    String wanted = target.map(Target::toString).orElse("-");
    table.row(what, shown, "-", "-", "-", wanted, holds, "-");
    results.put(what, value);
  }

  void details(String what, Object details) {
    results.put(what, details);
  }

  private String held(boolean holds) {
    held &= holds;
    return holds ? "yes" : "NO";
  }

  /** Whether all targets hold. */
  public boolean hold() {
    return held;
  }

  public Map<String, Object> results() {
    return results;
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
