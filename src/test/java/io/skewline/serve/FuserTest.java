// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static io.skewline.serve.TestModel.AUDIO;
import static io.skewline.serve.TestModel.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Prediction;
import io.skewline.fusion.Task;
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
  private final Meters meters = Meters.unread();
  private final ActiveModel active = new ActiveModel(meters);

  @AfterEach
  void close() {
    active.close();
  }

  private Prediction fused(Set<Modality> required, int audioLayer, int videoLayer) {
    return fused(required, audioLayer, videoLayer, ClosingReason.COMPLETE);
  }

  private Prediction fused(
      Set<Modality> required, int audioLayer, int videoLayer, ClosingReason reason) {
    NoModel baseline = new NoModel.Baseline(new Task.Regression(), List.of(0.0));
    FuseSettings settings =
        new FuseSettings(List.of(VIDEO, AUDIO), required, 4, Duration.ofMillis(1), baseline);
    AlignedWindow window =
        new AlignedWindow(
            new WindowId(new StreamId("s"), 0, 0, 1_000),
            "",
            Map.of(AUDIO, pooled(audioLayer), VIDEO, pooled(videoLayer)));
    return new Fuser(settings, active, meters)
        .fuse(List.of(new ClosedWindow(window, reason, List.of(), 0, 0)))
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

  /** What is early is said again, and a baseline is nobody's prediction. */
  @Test
  void shouldCountFinalPredictionsOfAModel() {
    assertThat(fused(Set.of(), 1, 1).scored()).isPresent();
    active.swap(new TestModel(1));
    fused(Set.of(), 1, 1, ClosingReason.EARLY);
    assertThat(meters.registry().find("skewline.fuse.predictions").counters()).isEmpty();
    fused(Set.of(), 1, 1);
    fused(Set.of(), 2, 1);
    assertThat(count("skewline.fuse.predictions", "class", "value")).isEqualTo(2);
    assertThat(count("skewline.fuse.verdicts", "verdict", "dropped_no_model")).isEqualTo(1);
    assertThat(count("skewline.fuse.verdicts", "verdict", "fused")).isEqualTo(1);
    assertThat(count("skewline.fuse.missing", "modality", "audio")).isEqualTo(1);
    var offsets = meters.registry().get("skewline.fuse.offset").tag("modality", "audio").summary();
    assertThat(offsets.count()).isEqualTo(2);
    assertThat(meters.registry().get("skewline.fuse.confidence").summary().count()).isEqualTo(2);
    assertThat(meters.registry().get("skewline.fuse.swap.pause").timer().count()).isPositive();
  }

  private double count(String meter, String key, String value) {
    return meters.registry().get(meter).tag(key, value).counter().count();
  }
}
