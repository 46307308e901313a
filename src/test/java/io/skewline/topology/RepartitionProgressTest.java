// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RepartitionProgressTest {
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private boolean away;
  private long nanos;
  private final RepartitionProgress progress =
      new RepartitionProgress(new Broker(), Duration.ofMillis(250), () -> nanos);

  private final class Broker implements RepartitionProgress.Offsets {
    @Override
    public Map<TopicPartition, Long> committed() {
      if (away) {
        throw new TimeoutException("away");
      }
      return Map.copyOf(committed);
    }

    @Override
    public Map<TopicPartition, Long> ends() {
      return Map.copyOf(ends);
    }

    @Override
    public void close() {}
  }

  private void offsets(int partition, long read, long end) {
    committed.put(new TopicPartition("video", partition), read);
    ends.put(new TopicPartition("video", partition), end);
  }

  private boolean look() {
    progress.look();
    return progress.caughtUp("video");
  }

  @Test
  void shouldCountAsArrivedWhatWasThereALookAgo() {
    offsets(0, 10, 10);
    offsets(1, 5, 9);
    assertThat(progress.caughtUp("video")).as("not looked yet").isFalse();
    assertThat(look()).as("nothing to compare with").isFalse();
    assertThat(look()).as("partition 1 lags").isFalse();
    offsets(1, 9, 20);
    assertThat(look()).as("9 was the end before; that more came since is no matter").isTrue();
    offsets(1, 19, 30);
    assertThat(look()).as("20 was the end before").isFalse();
  }

  @Test
  void shouldTellTopicsApart() {
    offsets(0, 1, 5);
    ends.put(new TopicPartition("text", 0), 3L);
    committed.put(new TopicPartition("text", 0), 3L);
    progress.look();
    progress.look();
    assertThat(progress.caughtUp("video")).isFalse();
    assertThat(progress.caughtUp("text")).isTrue();
  }

  @Test
  void shouldNotCountOnABrokerThatIsAway() {
    offsets(0, 1, 1);
    look();
    assertThat(look()).isTrue();
    away = true;
    nanos += Duration.ofMillis(999).toNanos();
    assertThat(look()).isTrue();
    nanos += Duration.ofMillis(2).toNanos();
    assertThat(look()).as("four looks without an answer").isFalse();
    away = false;
    assertThat(look()).isTrue();
  }
}
