// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    Oracle oracle = new Oracle(scenario.settings);
    Core core = new Core(scenario.settings);
    int seen = 0;
    for (int i = 0; i < scenario.steps.size(); i++) {
      Step step = scenario.steps.get(i);
      String at = "-Dskewline.seed=" + seed + " -Dskewline.histories=1, step " + i + " ";
      Supplier<String> where = () -> at + step;
      oracle.apply(step);
      try {
        core.apply(step);
      } catch (RuntimeException e) {
        throw new AssertionError(where.get(), e);
      }
      assertThat(core.ledger()).as(where).isEqualTo(oracle.ledger());
      assertThat(core.closed).as(where).hasSameSizeAs(oracle.closed);
      for (; seen < core.closed.size(); seen++) {
        assertSame(where, core.closed.get(seen), oracle.closed.get(seen));
      }
    }
    if (!oracle.forgot) {
      assertOneFinalVerdictEach(core.closed, seed);
    }
    if (scenario.settings.explain()) {
      assertThat(core.told).as("seed " + seed).containsExactlyInAnyOrderElementsOf(oracle.told());
    }
    core.flush();
    assertThat(core.stored()).as("only streams are left, seed " + seed).isLessThanOrEqualTo(3);
    assertThat(core.store.state().bytes).as("seed " + seed).isZero();
    return core;
  }

  /** Promise 1; an early look comes before, once. */
  private static void assertOneFinalVerdictEach(List<ClosedWindow> closed, long seed) {
    Set<Object> decided = new HashSet<>();
    Set<Object> looked = new HashSet<>();
    for (ClosedWindow window : closed) {
      WindowId id = window.window().id();
      assertThat(decided).as("seed " + seed).doesNotContain(id);
      assertThat(window.revision()).as("seed " + seed).isEqualTo(looked.contains(id) ? 1 : 0);
      assertThat((window.reason().isFinal() ? decided : looked).add(id))
          .as("seed " + seed)
          .isTrue();
    }
    assertThat(decided).as("seed " + seed).containsAll(looked);
  }

  private static void assertSame(
      Supplier<String> where, ClosedWindow actual, Oracle.Closing expected) {
    assertThat(actual.window().id()).as(where).isEqualTo(expected.id());
    assertThat(actual.reason()).as(where).isEqualTo(expected.reason());
    assertThat(actual.silent()).as(where).isEqualTo(expected.silent());
    assertThat(actual.triggerMillis()).as(where).isEqualTo(expected.trigger());
    assertThat(actual.revision()).as(where).isEqualTo(expected.revision());
    Set<Modality> present = new TreeSet<>();
    expected.frames().forEach(frame -> present.add(frame.modality()));
    assertThat(actual.window().present().keySet()).as(where).isEqualTo(present);
    for (Modality modality : present) {
      assertPooled(
          where,
          actual.window().present().get(modality),
          expected.frames().stream().filter(f -> f.modality().equals(modality)).toList());
    }
  }

  static void assertPooled(Supplier<String> where, PooledModality pooled, List<Frame> frames) {
    assertThat(pooled.frames()).as(where).isEqualTo(frames.size());
    double time = frames.stream().mapToLong(Frame::eventTimeMicros).average().orElseThrow();
    assertThat((double) pooled.meanEventTimeMicros()).as(where).isCloseTo(time, within(0.51));
    Set<Integer> layers = new TreeSet<>();
    for (Frame frame : frames) {
      for (int i = 0; i < frame.layers().size(); i++) {
        layers.add(frame.layers().indexAt(i));
      }
    }
    assertThat(pooled.layers().size()).as(where).isEqualTo(layers.size());
    for (int layer : layers) {
      List<float[]> vectors =
          frames.stream()
              .filter(f -> f.layers().has(layer))
              .map(f -> f.layers().layer(layer))
              .toList();
      float[] mean = pooled.layers().layer(layer);
      for (int i = 0; i < mean.length; i++) {
        double expected = 0;
        for (float[] vector : vectors) {
          expected += vector[i] / (double) vectors.size();
        }
        if (Math.abs(mean[i] - expected) > 1e-5 * Math.abs(expected)) {
          assertThat((double) mean[i]).as(where).isCloseTo(expected, within(1e-5 * expected));
        }
      }
    }
  }
}
