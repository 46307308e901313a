// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);
  private final Series series = new Series();

  @Test
  void shouldReadTheMetersByTheirTags() {
    meters.frameReceived(new Modality("audio"), 10);
    meters.framesEnded(new Modality("audio"), Outcome.LATE, 2);
    meters.framesEnded(new Modality("video"), Outcome.FUSED, 3);
    meters.swapped(7);
    Totals totals = Totals.of(registry);
    assertThat(totals.frames()).isEqualTo(Map.of("audio", 1L));
    assertThat(totals.outcomes()).isEqualTo(Map.of("late", 2L, "fused", 3L));
    assertThat(totals.lateFrames()).isEqualTo(Map.of("audio", 2L));
    assertThat(totals.version()).isEqualTo(7);
    assertThat(totals.swaps()).isEqualTo(1);
  }

  @Test
  void shouldTellRatesAndQuantilesOfASecond() {
    assertThat(series.next(1_000, Totals.of(registry))).isNull();
    meters.frameReceived(new Modality("audio"), 10);
    meters.verdict(Verdict.FUSED);
    meters.verdict(Verdict.DROPPED_UNPAIRED);
    for (int delay = 1; delay <= 100; delay++) {
      series.delay(delay);
    }
    Sample sample = series.next(1_500, Totals.of(registry));
    assertThat(sample).isEqualTo(new Sample(1_500, Map.of("audio", 2.0), 4, 2, 50L, 99L));
    assertThat(series.next(2_500, Totals.of(registry)).p50()).isNull();
  }

  @Test
  void shouldKeepTenMinutes() {
    for (int i = 0; i < 1_000; i++) {
      series.next(i * 1_000, Totals.of(registry));
    }
    assertThat(series.samples()).hasSize(600).last().extracting(Sample::at).isEqualTo(999_000L);
  }
}
