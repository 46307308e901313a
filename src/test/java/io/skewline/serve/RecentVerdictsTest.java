// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static io.skewline.serve.TestModel.AUDIO;
import static io.skewline.serve.TestModel.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test model adds its version to the values: audio speaks for 10, video for 1. */
class RecentVerdictsTest {
  private final ActiveModel active = new ActiveModel(Meters.unread());
  private final RecentVerdicts verdicts = new RecentVerdicts(active);
  private final Fuser fuser =
      new Fuser(
          new FuseSettings(List.of(AUDIO, VIDEO), Set.of(), 4, Duration.ofMillis(1)),
          active,
          Meters.unread());

  @AfterEach
  void close() {
    active.close();
  }

  private void tell(String stream, long start) {
    WindowId id = new WindowId(new StreamId(stream), 0, start, start + 1_000);
    var present = Map.of(AUDIO, pooled(10), VIDEO, pooled(1));
    ClosedWindow window =
        new ClosedWindow(
            new AlignedWindow(id, "", present), ClosingReason.COMPLETE, List.of(), 0, 0);
    verdicts.verdict(window, fuser.fuse(List.of(window)).get(0));
  }

  private static PooledModality pooled(float value) {
    return new PooledModality(LayerStack.of(new int[] {1}, new float[][] {{value}}), 1, 500);
  }

  private static Map<Modality, Float> alone(Evidence evidence) {
    Map<Modality, Float> values = new HashMap<>();
    evidence.alone().forEach((modality, score) -> values.put(modality, score.scores()[0]));
    return values;
  }

  @Test
  void shouldTellEachVerdictOnceInOrder() {
    active.swap(new TestModel(1));
    tell("a", 0);
    tell("b", 0);
    List<Prediction> told = new ArrayList<>();
    assertThat(verdicts.drain(8, one -> told.add(one.prediction()))).isZero();
    assertThat(verdicts.drain(8, one -> told.add(one.prediction()))).isZero();
    assertThat(told)
        .extracting(prediction -> prediction.window().stream().value())
        .containsExactly("a", "b");
  }

  @Test
  void shouldAskTheModelOnEachModalityAlone() {
    active.swap(new TestModel(1));
    verdicts.ask(true);
    tell("a", 0);
    List<Evidence> evidence = verdicts.evidence(8);
    assertThat(evidence).singleElement();
    assertThat(evidence.get(0).whole().score().scores()).containsExactly(12);
    assertThat(alone(evidence.get(0))).isEqualTo(Map.of(AUDIO, 11f, VIDEO, 2f));
    assertThat(verdicts.evidence(8)).isEmpty();
  }

  @Test
  void shouldAskOfTheNewestWindowOfAFewStreams() {
    active.swap(new TestModel(1));
    verdicts.ask(true);
    for (String stream : List.of("a", "b", "c")) {
      tell(stream, 0);
      tell(stream, 1_000);
    }
    assertThat(verdicts.evidence(2))
        .hasSize(2)
        .allMatch(evidence -> evidence.window().startMicros() == 1_000);
  }

  @Test
  void shouldAskNothingWhileNobodyLooks() {
    active.swap(new TestModel(1));
    tell("a", 0);
    verdicts.ask(true);
    assertThat(verdicts.evidence(8)).isEmpty();
    tell("b", 0);
    verdicts.ask(false);
    assertThat(verdicts.evidence(8)).isEmpty();
  }

  @Test
  void shouldAskNoOtherModelThanTheOneThatAnswered() {
    active.swap(new TestModel(1));
    verdicts.ask(true);
    tell("a", 0);
    active.swap(new TestModel(2));
    assertThat(verdicts.evidence(8)).isEmpty();
    tell("b", 0);
    active.clear();
    assertThat(verdicts.evidence(8)).isEmpty();
  }
}
