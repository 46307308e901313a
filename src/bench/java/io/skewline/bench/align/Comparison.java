// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.Target;
import java.util.List;
import java.util.Optional;

/**
 * Two contestants, measured in pairs.
 *
 * @param speed what A's frames/s over B's must reach
 * @param changelog what A's changelog bytes over B's must stay under
 */
public record Comparison(
    String name, String a, String b, Optional<Target> speed, Optional<Target> changelog) {

  /** The comparisons that have targets. */
  public static final List<Comparison> TARGETS =
      List.of(
          speed("bare", "ours-window", "bare", 0.85),
          speed("join-memory", "ours-nearest", "join-memory", 2.5),
          speed("join-rocksdb", "ours-nearest", "join-rocksdb", 5),
          speed("join-exactly-once", "ours-nearest-eos", "join-memory-eos", 3),
          new Comparison(
              "tables-memory",
              "ours-window",
              "tables-memory",
              Optional.of(Target.atLeast(1.2)),
              Optional.of(Target.atMost(0.5))));

  private static Comparison speed(String name, String a, String b, double atLeast) {
    return new Comparison(name, a, b, Optional.of(Target.atLeast(atLeast)), Optional.empty());
  }

  /**
   * @param text the name of one that has a target, or {@code A:B}
   * @throws IllegalArgumentException naming those that there are
   */
  public static Comparison of(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      String a = text.substring(0, colon);
      String b = text.substring(colon + 1);
      Contestants all = new Contestants();
      return new Comparison(
          text, all.find(a).name(), all.find(b).name(), Optional.empty(), Optional.empty());
    }
    return TARGETS.stream()
        .filter(comparison -> comparison.name.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no comparison '%s'; there are %s, or any CONTESTANT:CONTESTANT"
                        .formatted(text, TARGETS.stream().map(Comparison::name).toList())));
  }
}
