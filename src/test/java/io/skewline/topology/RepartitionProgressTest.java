// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.InputProgress;
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
  private long now = 1_000;
  private final RepartitionProgress progress =
      new RepartitionProgress(new Broker(), Duration.ofMillis(250), () -> nanos, () -> now);

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

  private static final TopicPartition OURS = new TopicPartition("ours", 1);

  private boolean look() {
    progress.look();
    return caughtUp(0);
  }

  private boolean caughtUp(long position) {
    return arrived("video", OURS, position);
  }

  private boolean arrived(String source, TopicPartition ours, long position) {
    return progress.arrivedMillis(source, ours, position) != InputProgress.UNKNOWN;
  }

  @Test
  void shouldCountAsArrivedWhatWasThereALookAgo() {
    ends.put(OURS, 0L);
    offsets(0, 10, 10);
    offsets(1, 5, 9);
    assertThat(caughtUp(0)).as("not looked yet").isFalse();
    assertThat(look()).as("nothing to compare with").isFalse();
    assertThat(look()).as("partition 1 lags").isFalse();
    offsets(1, 9, 20);
    assertThat(look()).as("9 was the end before; that more came since is no matter").isTrue();
    offsets(1, 19, 30);
    assertThat(look()).as("20 was the end before").isFalse();
  }

  @Test
  void shouldWaitUntilOurPartitionIsFetchedToItsEnd() {
    offsets(0, 10, 10);
    ends.put(OURS, 7L);
    look();
    look();
    assertThat(caughtUp(-1)).as("no fetch yet").isFalse();
    assertThat(caughtUp(6)).isFalse();
    assertThat(caughtUp(7)).isTrue();
    committed.put(OURS, 7L);
    look();
    assertThat(caughtUp(-1)).as("a restart with nothing to fetch").isTrue();
    assertThat(arrived("video", new TopicPartition("ours", 2), 99))
        .as("a partition that we know nothing of")
        .isFalse();
  }

  @Test
  void shouldHaveFetchedWhatWasAppendedBeforeTheLookBefore() {
    ends.put(OURS, 3L);
    offsets(0, 8, 10);
    progress.look();
    now = 1_250;
    offsets(0, 9, 20);
    progress.look();
    assertThat(progress.arrivedMillis("video", OURS, 3)).isEqualTo(InputProgress.UNKNOWN);
    now = 1_500;
    offsets(0, 20, 30);
    progress.look();
    assertThat(progress.arrivedMillis("video", OURS, 3)).isEqualTo(1_250);
  }

  @Test
  void shouldTellTopicsApart() {
    ends.put(OURS, 0L);
    offsets(0, 1, 5);
    ends.put(new TopicPartition("text", 0), 3L);
    committed.put(new TopicPartition("text", 0), 3L);
    progress.look();
    progress.look();
    assertThat(caughtUp(0)).isFalse();
    assertThat(arrived("text", OURS, 0)).isTrue();
  }

  @Test
  void shouldNotCountOnABrokerThatIsAway() {
    ends.put(OURS, 0L);
    offsets(0, 1, 1);
    look();
    assertThat(look()).isTrue();
    away = true;
    nanos += Duration.ofMillis(1_000).toNanos();
    assertThat(look()).isTrue();
    nanos += Duration.ofMillis(1).toNanos();
    assertThat(look()).as("four looks without an answer").isFalse();
    away = false;
    assertThat(look()).isTrue();
  }
}
