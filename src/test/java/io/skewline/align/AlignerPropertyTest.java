// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Outcome;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The core against the oracle, after every step of thousands of random histories. */
class AlignerPropertyTest {
  private static final int HISTORIES = Integer.getInteger("skewline.histories", 2_000);

  @Test
  void shouldAgreeWithTheOracleAfterEveryStep() {
    long base = Long.getLong("skewline.seed", System.nanoTime());
    Set<ClosingReason> reasons = EnumSet.noneOf(ClosingReason.class);
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (long seed = base; seed < base + HISTORIES; seed++) {
      Core core = play(seed);
      core.closed.forEach(window -> reasons.add(window.reason()));
      core.ends.values().forEach(row -> row.forEach((o, n) -> outcomes.merge(o, n, Long::sum)));
    }
    // The histories are worth something only if they lead everywhere.
    assertThat(reasons).containsExactlyInAnyOrder(ClosingReason.values());
    assertThat(outcomes)
        .containsOnlyKeys(
            Outcome.FUSED,
            Outcome.DUPLICATE,
            Outcome.LATE,
            Outcome.OVERFLOW,
            Outcome.UNPAIRED,
            Outcome.NO_MODEL);
  }

  private static Core play(long seed) {
    Scenario scenario = new Scenario(seed);
    OracleCheck oracle = new OracleCheck(scenario.settings);
    Core core = new Core(scenario.settings);
    for (int i = 0; i < scenario.steps.size(); i++) {
      Step step = scenario.steps.get(i);
      String at = "-Dskewline.seed=" + seed + " -Dskewline.histories=1, step " + i + " ";
      Supplier<String> where = () -> at + step;
      oracle.tell(step);
      try {
        core.apply(step);
      } catch (RuntimeException e) {
        throw new AssertionError(where.get(), e);
      }
      oracle.assertSame(where, core.ledger(), core.closed);
    }
    oracle.assertEnd(() -> "seed " + seed, core.closed, core.told);
    core.flush();
    assertThat(core.stored()).as("only streams are left, seed " + seed).isLessThanOrEqualTo(3);
    assertThat(core.store.state().bytes).as("seed " + seed).isZero();
    return core;
  }
}
