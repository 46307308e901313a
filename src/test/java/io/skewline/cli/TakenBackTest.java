// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TakenBackTest {
  private static ModelDecision decision(Verdict verdict, String hash, String against) {
    return new ModelDecision(verdict, By.USER, hash, 2, against, 1, "", Map.of());
  }

  @Test
  void shouldGoByTheLastDecisionOnTheBundle() {
    ModelDecision promoted = decision(Verdict.PROMOTED, "new", "old");
    ModelDecision back = decision(Verdict.ROLLED_BACK, "new", "old");
    assertThat(TakenBack.isLast("new", List.of())).isFalse();
    assertThat(TakenBack.isLast("new", List.of(promoted))).isFalse();
    assertThat(TakenBack.isLast("new", List.of(promoted, back))).isTrue();
    assertThat(TakenBack.isLast("old", List.of(promoted, back))).as("it serves").isFalse();
    assertThat(TakenBack.isLast("new", List.of(back, promoted))).as("by hand again").isFalse();
  }
}
