// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LedgerTextTest {
  private static final Balance GOOD =
      new Balance(100, Map.of(Outcome.FUSED, 80L, Outcome.LATE, 3L, Outcome.INVALID, 0L));

  @Test
  void shouldShowARowPerModalityTheirSumAndThatItHolds() {
    Balance video = new Balance(50, Map.of(Outcome.FUSED, 49L, Outcome.DUPLICATE, 1L));
    LedgerText text = new LedgerText(Map.of(VIDEO, video, AUDIO, GOOD), true);
    assertThat(text.holds()).isTrue();
    assertThat(text.lines())
        .containsExactly(
            "audio: 100 in = 80 fused + 3 late + 17 open",
            "video: 50 in = 49 fused + 1 duplicate + 0 open",
            "all: 150 in = 129 fused + 1 duplicate + 3 late + 17 open",
            "the ledger holds: in = sum of outcomes + open");
  }

  @Test
  void shouldNameTheModalityThatDoesNotHoldEvenIfTheSumDoes() {
    Balance video = new Balance(50, Map.of(Outcome.FUSED, 52L));
    LedgerText text = new LedgerText(Map.of(VIDEO, video, AUDIO, GOOD), true);
    assertThat(text.holds()).isFalse();
    assertThat(text.lines())
        .contains("video: 50 in = 52 fused + -2 open")
        .endsWith("the ledger does NOT hold: video has 2 more ends than frames");
  }

  @Test
  void shouldNotHoldWithACountBelowZero() {
    Balance odd = new Balance(5, Map.of(Outcome.FUSED, 3L, Outcome.LATE, -1L));
    LedgerText text = new LedgerText(Map.of(AUDIO, odd), true);
    assertThat(text.lines())
        .startsWith("audio: 5 in = 3 fused + -1 late + 3 open")
        .endsWith("the ledger does NOT hold: audio has a count below zero");
  }

  @Test
  void shouldSayWhatAtLeastOnceMeansForTheCounts() {
    assertThat(new LedgerText(Map.of(AUDIO, GOOD), false).lines())
        .contains(
            "processing.guarantee is at_least_once: frames read again after a crash may be counted"
                + " twice")
        .endsWith("the ledger holds: in = sum of outcomes + open");
  }

  @Test
  void shouldNotHoldWhereAnOpenFrameIsNowhere() {
    Map<Outcome, Long> ends = Map.of(Outcome.FUSED, 3L);
    Map<Modality, Balance> some = Map.of(AUDIO, new Balance(5, ends, OptionalLong.of(2)));
    assertThat(new LedgerText(some, true).holds()).isTrue();
    Map<Modality, Balance> less = Map.of(AUDIO, new Balance(5, ends, OptionalLong.of(1)));
    LedgerText text = new LedgerText(less, true);
    assertThat(text.holds()).isFalse();
    assertThat(text.lines())
        .endsWith("the ledger does NOT hold: audio has 2 open frames, but holds 1");
    LedgerText counting = new LedgerText(less, false);
    assertThat(counting.holds()).isTrue();
    assertThat(counting.lines()).contains("audio has 2 open frames, but holds 1");
  }
}
