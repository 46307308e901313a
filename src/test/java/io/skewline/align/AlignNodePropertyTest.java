// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.AlignSettings.Emission;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.align.AlignSettings.Timing;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The histories of {@link AlignerPropertyTest} through the real node, its stores and its timers, in
 * Kafka Streams' test driver: a commit after every record, and restarts from the changelog.
 */
class AlignNodePropertyTest {
  private static final int HISTORIES = Integer.getInteger("skewline.histories", 240);

  @Test
  void shouldAgreeWithTheOracleAfterEveryCommit() {
    long base = Long.getLong("skewline.seed", System.nanoTime());
    Set<Object> ways = new HashSet<>();
    int restarts = 0;
    for (long seed = base; seed < base + HISTORIES; seed++) {
      Scenario scenario = new Scenario(seed);
      restarts += play(seed, scenario);
      ways.add(scenario.settings.windowing().getClass());
      ways.add(scenario.settings.time());
      ways.add(scenario.settings.emission());
    }
    assertThat(ways)
        .containsAll(EnumSet.allOf(TimeMode.class))
        .containsAll(EnumSet.allOf(Emission.class))
        .hasSize(7);
    assertThat(restarts).isPositive();
  }

  /** How often the node was restarted. */
  private static int play(long seed, Scenario scenario) {
    AlignSettings settings = everyMilli(scenario.settings);
    OracleCheck oracle = new OracleCheck(settings);
    try (NodeHistory node = new NodeHistory(settings, scenario.steps.get(0).nowMillis() - 1)) {
      for (int i = 0; i < scenario.steps.size(); i++) {
        Step step = scenario.steps.get(i);
        String at = "-Dskewline.seed=" + seed + " -Dskewline.histories=1, step " + i + " ";
        Supplier<String> where = () -> at + step;
        try {
          node.apply(step).forEach(oracle::tell);
        } catch (RuntimeException e) {
          throw new AssertionError(where.get(), e);
        }
        oracle.assertSame(where, node.ledger(), node.results.closed);
        oracle.assertHeld(where, node.held());
      }
      oracle.assertEnd(() -> "seed " + seed, node.results.closed, node.results.told);
      assertThat(node.stored()).as("only streams are left, seed " + seed).hasSizeLessThan(4);
      return node.restarts();
    }
  }

  /** The clock moves by a millisecond or more with every step, and each time it is looked at. */
  private static AlignSettings everyMilli(AlignSettings settings) {
    Timing timing = settings.timing();
    return new AlignSettings(
        settings.modalities(),
        settings.windowing(),
        settings.time(),
        settings.emission(),
        settings.explain(),
        settings.store(),
        settings.changelog(),
        new Timing(
            timing.deadline(),
            timing.idle(),
            timing.maxBack(),
            timing.retention(),
            Duration.ofMillis(1)),
        settings.limits());
  }
}
