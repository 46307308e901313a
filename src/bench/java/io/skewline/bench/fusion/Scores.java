// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.fusion;

import io.skewline.bench.Ratio;
import io.skewline.bench.Scoreboard;
import io.skewline.bench.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The table that grows with every comparison, and what goes into the JSON file. */
public final class Scores {
  private final Scoreboard board =
      new Scoreboard("ratio", "what", "ours", "peer", "% of sgemm peak");
  private final Map<String, Object> results = new LinkedHashMap<>();

  /**
   * @param ours runs per second of ours, and of the peer
   * @param share of the peak that ours reaches, 0..1
   */
  void ratio(
      String what, double ours, double peer, Ratio ratio, Optional<Target> target, double share) {
    board.ratio(
        ratio,
        target,
        what,
        "%,.0f".formatted(ours),
        "%,.0f".formatted(peer),
        "%.0f".formatted(100 * share));
    results.put(what, Map.of("ours", ours, "peer", peer, "ratio", ratio, "shareOfPeak", share));
  }

  void value(String what, String shown, double value, Optional<Target> target) {
    board.value("-", value, target, what, shown, "-", "-");
    results.put(what, value);
  }

  void details(String what, Object details) {
    results.put(what, details);
  }

  /** Whether all targets hold. */
  public boolean hold() {
    return board.hold();
  }

  public Map<String, Object> results() {
    return results;
  }

  @Override
  public String toString() {
    return board.toString();
  }
}
