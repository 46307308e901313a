// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LedgerMetersTest {
  private static final Modality AUDIO = new Modality("audio");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);

  @Test
  void shouldSumTheTasksThatAreHere() {
    meters.committed("0_0", Map.of(AUDIO, balance(10, 7, OptionalLong.of(3))));
    meters.committed("0_1", Map.of(AUDIO, balance(5, 5, OptionalLong.of(0))));
    assertCounts(15, 12, 3, 0);
    meters.committed("0_0", Map.of(AUDIO, balance(20, 20, OptionalLong.of(0))));
    assertCounts(25, 25, 0, 0);
    meters.taskGone("0_0");
    assertCounts(5, 5, 0, 0);
  }

  /** Not every commit counts what is held. */
  @Test
  void shouldTellOfALossUntilTheNextCountSaysOtherwise() {
    meters.committed("0_0", Map.of(AUDIO, balance(10, 7, OptionalLong.of(1))));
    assertCounts(10, 7, 3, 2);
    meters.committed("0_0", Map.of(AUDIO, balance(11, 7, OptionalLong.empty())));
    assertCounts(11, 7, 4, 2);
    meters.committed("0_0", Map.of(AUDIO, balance(12, 7, OptionalLong.of(5))));
    assertCounts(12, 7, 5, 0);
  }

  private static Balance balance(long in, long fused, OptionalLong held) {
    return new Balance(in, Map.of(Outcome.FUSED, fused), held);
  }

  private void assertCounts(long in, long ended, long open, long lost) {
    assertThat(count("in")).isEqualTo(in);
    assertThat(count("ended")).isEqualTo(ended);
    assertThat(count("open")).isEqualTo(open);
    assertThat(count("lost")).isEqualTo(lost);
  }

  private double count(String which) {
    return registry.get("skewline.ledger.frames").tag("count", which).gauge().value();
  }
}
