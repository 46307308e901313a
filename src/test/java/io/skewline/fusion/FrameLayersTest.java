// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameLayersTest {
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality TEXT = new Modality("text");
  private static final Modality VIDEO = new Modality("video");
  private static final FrameLayers THIRD = FrameLayers.of(Map.of(AUDIO, List.of(3)));
  private static final LayerStack STACK =
      LayerStack.ofAll(new float[] {1}, new float[] {2}, new float[] {3});

  @Test
  void shouldHoldWhatThePlanReadsAndTheShallowestLayerOfWhatItDoesNot() {
    FusionPlan plan =
        new FusionPlan(
            "explicit",
            List.of(new LayerPair(AUDIO, 3, VIDEO, 1), new LayerPair(AUDIO, 2, VIDEO, 1)));
    List<ModalitySpec> specs =
        List.of(
            new ModalitySpec(AUDIO, 3, 1),
            new ModalitySpec(VIDEO, 3, 1),
            new ModalitySpec(TEXT, 3, 1));
    assertThat(FrameLayers.of(plan, specs))
        .isEqualTo(
            FrameLayers.of(Map.of(AUDIO, List.of(2, 3), VIDEO, List.of(1), TEXT, List.of(1))));
  }

  @Test
  void shouldCarryEverythingWhereOneOfTwoNeedsEverything() {
    FrameLayers first = FrameLayers.of(Map.of(AUDIO, List.of(1), VIDEO, List.of(2)));
    assertThat(first.plus(THIRD)).isEqualTo(FrameLayers.of(Map.of(AUDIO, List.of(1, 3))));
    assertThat(first.plus(FrameLayers.ALL)).isEqualTo(FrameLayers.ALL);
    assertThat(FrameLayers.ALL.plus(first)).isEqualTo(FrameLayers.ALL);
  }

  @Test
  void shouldTakeOutOfAStackWhatItHolds() {
    assertThat(THIRD.of(AUDIO, STACK)).isEqualTo(LayerStack.of(new int[] {3}, new float[][] {{3}}));
    assertThat(THIRD.of(VIDEO, STACK)).isSameAs(STACK);
    assertThat(FrameLayers.ALL.of(AUDIO, STACK)).isSameAs(STACK);
    assertThat(FrameLayers.of(Map.of(AUDIO, List.of(9))).of(AUDIO, STACK))
        .as("of another encoder")
        .isSameAs(STACK);
  }

  @Test
  void shouldRefuseLayersThatAreNone() {
    assertThatThrownBy(() -> FrameLayers.of(Map.of(AUDIO, List.of(0, 1))))
        .hasMessageContaining(
            "frames of audio carry one layer or more, counted from 1: was [0, 1]");
    assertThatThrownBy(() -> FrameLayers.of(Map.of(AUDIO, List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
