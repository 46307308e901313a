// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static final TopicPartition INPUT = new TopicPartition("t", 3);
  private long millis;
  private final Attention attention =
      new Attention(Duration.ofMillis(20), () -> Duration.ofMillis(millis).toNanos());

  /** Asks every 20 ms; the answer to the last. */
  private boolean awakeAfter(long length) {
    boolean awake = false;
    for (long end = millis + length; millis < end; ) {
      millis += 20;
      awake = attention.awake(INPUT);
    }
    return awake;
  }

  @Test
  void shouldNotTrustWhatItKnewBeforeItStoodStill() {
    assertThat(awakeAfter(980)).as("just begun").isFalse();
    assertThat(awakeAfter(60)).isTrue();
    millis += 8_000;
    assertThat(attention.awake(INPUT)).isFalse();
    assertThat(awakeAfter(980)).isFalse();
    assertThat(awakeAfter(20)).isTrue();
  }

  @Test
  void shouldBearAShortPause() {
    awakeAfter(2_000);
    millis += 200;
    assertThat(attention.awake(INPUT)).isTrue();
    assertThat(attention.awake(new TopicPartition("t", 4))).as("another task").isFalse();
  }
}
