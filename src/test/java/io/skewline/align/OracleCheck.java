// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Holds what an alignment says against an oracle that is told the same. */
final class OracleCheck {
  private final AlignSettings settings;
  private final Oracle oracle;
  private int seen;

  OracleCheck(AlignSettings settings) {
    this.settings = settings;
    this.oracle = new Oracle(settings);
  }

  void tell(Step step) {
    oracle.apply(step);
  }

  /**
   * @param closed all windows since the beginning, early looks among them
   */
  void assertSame(
      Supplier<String> where,
      Map<Modality, Map<Optional<Outcome>, Long>> ledger,
      List<ClosedWindow> closed) {
    assertThat(ledger).as(where).isEqualTo(oracle.ledger());
    assertThat(closed).as(where).hasSameSizeAs(oracle.closed);
    for (; seen < closed.size(); seen++) {
      assertSame(where, closed.get(seen), oracle.closed.get(seen));
    }
  }

  /**
   * @param held per modality, counted in the store
   */
  void assertHeld(Supplier<String> where, Map<Modality, Long> held) {
    var ledger = oracle.ledger();
    held.forEach(
        (modality, frames) ->
            assertThat(frames)
                .as(where)
                .isEqualTo(
                    ledger
                        .getOrDefault(modality, Map.of())
                        .getOrDefault(Optional.<Outcome>empty(), 0L)));
  }

  /**
   * @param told of each frame, empty unless the settings say explain
   */
  void assertEnd(Supplier<String> where, List<ClosedWindow> closed, List<String> told) {
    if (!oracle.forgot) {
      assertOneFinalVerdictEach(where, closed);
    }
    if (settings.explain()) {
      assertThat(told).as(where).containsExactlyInAnyOrderElementsOf(oracle.told());
    }
  }

  /** Promise 1; an early look comes before, once. */
  private static void assertOneFinalVerdictEach(Supplier<String> where, List<ClosedWindow> closed) {
    Set<Object> decided = new HashSet<>();
    Set<Object> looked = new HashSet<>();
    for (ClosedWindow window : closed) {
      WindowId id = window.window().id();
      assertThat(decided).as(where).doesNotContain(id);
      assertThat(window.revision()).as(where).isEqualTo(looked.contains(id) ? 1 : 0);
      assertThat((window.reason().isFinal() ? decided : looked).add(id)).as(where).isTrue();
    }
    assertThat(decided).as(where).containsAll(looked);
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
