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
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test model's plan reads layer 1 of both. */
class FuserTest {
  private final ActiveModel active = new ActiveModel(Meters.unread());

  @AfterEach
  void close() {
    active.close();
  }

  private Prediction fused(Set<Modality> required, int audioLayer, int videoLayer) {
    FuseSettings settings =
        new FuseSettings(List.of(VIDEO, AUDIO), required, 4, Duration.ofMillis(1));
    AlignedWindow window =
        new AlignedWindow(
            new WindowId(new StreamId("s"), 0, 0, 1_000),
            "",
            Map.of(AUDIO, pooled(audioLayer), VIDEO, pooled(videoLayer)));
    return new Fuser(settings, active, Meters.unread())
        .fuse(List.of(new ClosedWindow(window, ClosingReason.COMPLETE, List.of(), 0, 0)))
        .get(0);
  }

  private static PooledModality pooled(int layer) {
    return new PooledModality(LayerStack.of(new int[] {layer}, new float[][] {{1}}), 1, 500);
  }

  @Test
  void shouldCallAModalityMissingThatLacksALayerOfThePlan() {
    active.swap(new TestModel(1));
    Prediction prediction = fused(Set.of(), 2, 1);
    assertThat(prediction.verdict()).isEqualTo(Verdict.FUSED_MISSING);
    assertThat(prediction.used()).containsExactly(VIDEO);
    assertThat(prediction.missing()).containsExactly(AUDIO);
    assertThat(prediction.offsetsMicros()).containsOnlyKeys(VIDEO);
    assertThat(fused(Set.of(), 1, 1).verdict()).isEqualTo(Verdict.FUSED);
  }

  @Test
  void shouldDropWhatTheModelSeesNothingOfThatItNeeds() {
    active.swap(new TestModel(1));
    assertThat(fused(Set.of(), 2, 2).verdict()).isEqualTo(Verdict.DROPPED_UNPAIRED);
    assertThat(fused(Set.of(AUDIO), 2, 1).verdict()).isEqualTo(Verdict.DROPPED_UNPAIRED);
    assertThat(fused(Set.of(VIDEO), 2, 1).verdict()).isEqualTo(Verdict.FUSED_MISSING);
  }

  @Test
  void shouldTakeAnyLayerForPresentWithoutAModel() {
    Prediction prediction = fused(Set.of(AUDIO), 2, 2);
    assertThat(prediction.verdict()).isEqualTo(Verdict.DROPPED_NO_MODEL);
    assertThat(prediction.used()).containsExactly(VIDEO, AUDIO);
  }
}
