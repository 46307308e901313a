// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.FrameLayers;
import io.skewline.modality.Modality;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeoverTest {
  private static final Activation A = activation("a", 1, 3);
  private static final Activation B = activation("b", 2, 5);
  private static final FrameLayers BOTH = layers(3, 5);

  private static Activation activation(String hash, long version, Integer... layers) {
    return new Activation(Role.ACTIVE, hash, version, 1, layers(layers), "better");
  }

  private static FrameLayers layers(Integer... layers) {
    return FrameLayers.of(Map.of(new Modality("audio"), List.of(layers)));
  }

  private static List<Activation> steps(Activation current, Activation next) {
    return Changeover.steps(Optional.of(current), next);
  }

  @Test
  void shouldAnnounceTheNewLayersAndKeepTheOldOnesForAWhile() {
    assertThat(steps(A, B))
        .containsExactly(
            A.carrying(BOTH).because("announces the layers of version 2"), B.carrying(BOTH), B);
  }

  @Test
  void shouldAnnounceNothingThatFramesCarryAlready() {
    Activation wide = activation("w", 1, 3, 5);
    assertThat(steps(wide, B)).containsExactly(B.carrying(BOTH), B);
    assertThat(steps(B, wide))
        .containsExactly(B.carrying(BOTH).because("announces the layers of version 1"), wide);
    assertThat(steps(A, activation("c", 3, 3))).containsExactly(activation("c", 3, 3));
  }

  @Test
  void shouldGoOnWhereAPublisherDied() {
    assertThat(steps(A.carrying(BOTH), B))
        .as("nobody knows how long ago they were announced")
        .isEqualTo(steps(A, B));
    assertThat(steps(B.carrying(BOTH), B)).containsExactly(B.carrying(BOTH), B);
    assertThat(steps(A.carrying(BOTH), activation("c", 3, 3)))
        .as("the announced model never came")
        .containsExactly(activation("c", 3, 3).carrying(BOTH), activation("c", 3, 3));
  }

  @Test
  void shouldLetFramesCarryAllAsLongAsNobodyKnowsWhatIsRead() {
    Activation silent = new Activation(Role.ACTIVE, "o", 1, 1, FrameLayers.ALL, "");
    assertThat(steps(silent, B)).containsExactly(B.carrying(FrameLayers.ALL), B);
  }

  @Test
  void shouldTakeOneStepWhereNothingServesInTheRole() {
    assertThat(Changeover.steps(Optional.empty(), B)).containsExactly(B);
    Activation candidate = B.as(Role.CANDIDATE);
    assertThat(steps(A.as(Role.CANDIDATE), candidate)).containsExactly(candidate);
  }
}
