// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a follower begins to read a bundle once more. */
class TopicTrackerTest {
  private static final String HASH = "0".repeat(64);
  private static final TopicPartition PARTITION = new TopicPartition("m", 0);

  private final TopicTracker tracker = new TopicTracker();

  private void part(int index, long offset, byte @Nullable [] value) {
    tracker.add(
        new ConsumerRecord<>("m", 0, offset, new ModelKey.Part(HASH, index).bytes(), value));
  }

  @Test
  void shouldBeginAtTheNewestPublicationOfABundle() {
    part(0, 3, new byte[1]);
    part(1, 4, new byte[1]);
    assertThat(tracker.firstParts(HASH)).isEqualTo(Map.of(PARTITION, 3L));
    part(0, 1_000, new byte[1]);
    assertThat(tracker.firstParts(HASH)).as("part 1 is older").isEqualTo(Map.of(PARTITION, 4L));
    part(1, 1_001, new byte[1]);
    assertThat(tracker.firstParts(HASH)).isEqualTo(Map.of(PARTITION, 1_000L));
    assertThat(tracker.endOfParts(HASH)).isEqualTo(Map.of(PARTITION, 1_002L));
  }

  @Test
  void shouldKnowOfTheOthersWhenOnePartIsDeleted() {
    part(0, 3, new byte[1]);
    part(1, 4, new byte[1]);
    part(0, 5, null);
    assertThat(tracker.firstParts(HASH)).isEqualTo(Map.of(PARTITION, 4L));
    part(1, 6, null);
    assertThat(tracker.firstParts(HASH)).isEmpty();
  }
}
