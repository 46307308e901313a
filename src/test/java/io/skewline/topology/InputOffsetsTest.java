// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.InputProgress;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class InputOffsetsTest {
  private final TopicPartition input = new TopicPartition("t", 0);
  private boolean left;
  private long now = 1_000;
  private OptionalLong arrived = OptionalLong.empty();
  private final InputOffsets offsets = new InputOffsets(this::mark);
  private final InputOffsets.Fetched consumer = new InputOffsets.Fetched();

  InputOffsetsTest() {
    Properties config = new Properties();
    offsets.observe(config);
    // Kafka Streams hands the consumer its own keys without their prefix.
    consumer.configure(
        config.entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> e.getKey().toString().replace("main.consumer.", ""),
                    Map.Entry::getValue)));
  }

  private ReadMarks mark(ReadMarks marks, TopicPartition partition, long last, long position) {
    assertThat(position).isEqualTo(last + 1);
    if (arrived.isPresent()) {
      return marks.mark(last, arrived.getAsLong());
    }
    return left ? marks : marks.with(last, now);
  }

  @Test
  void shouldBeDrainedOnlyWhenWhatWasFetchedIsProcessed() {
    assertThat(offsets.drained("t", 0)).as("nothing fetched").isTrue();
    fetch(1_000, 7, 8);
    assertThat(offsets.drained("t", 0)).isFalse();
    processed(7);
    assertThat(offsets.drained("t", 0)).as("one waits in the buffer").isFalse();
    processed(8);
    assertThat(offsets.drained("t", 0)).isTrue();
    fetch(1_000, 11);
    assertThat(offsets.drained("t", 0)).as("offsets may have gaps").isFalse();
    processed(11);
    assertThat(offsets.drained("t", 0)).isTrue();
    assertThat(offsets.drained("t", 1)).as("another partition").isTrue();
  }

  @Test
  void shouldNotTakeForProcessedWhatComesAgainAfterAnAbort() {
    fetch(1_000, 7, 8, 9);
    processed(9);
    fetch(1_000, 7);
    assertThat(offsets.drained("t", 0)).isFalse();
    processed(7);
    assertThat(offsets.drained("t", 0)).isTrue();
  }

  @Test
  void shouldKnowThePositionPastTheMarkersOfTransactions() {
    assertThat(offsets.position("t", 0)).isEqualTo(-1);
    TopicPartition partition = new TopicPartition("t", 0);
    consumer.onConsume(
        new ConsumerRecords<>(Map.of(), Map.of(partition, new OffsetAndMetadata(12))));
    assertThat(offsets.position("t", 0)).isEqualTo(12);
    assertThat(offsets.drained("t", 0)).isTrue();
  }

  /**
   * A busy task: a poll brings more before what came last is through. What it brings was asked for
   * after the poll before.
   */
  @Test
  void shouldHaveReadUpToThePollBeforeTheOneWhoseRecordsAreProcessed() {
    assertThat(offsets.readToMillis(input)).isEqualTo(InputProgress.UNKNOWN);
    fetch(1_000, 1, 2);
    processed(2);
    assertThat(offsets.readToMillis(input))
        .as("asked for who knows when")
        .isEqualTo(InputProgress.UNKNOWN);
    fetch(1_010, 3);
    fetch(1_020, 4);
    fetch(1_030, 5);
    assertThat(offsets.readToMillis(input)).isEqualTo(InputProgress.UNKNOWN);
    processed(3);
    assertThat(offsets.readToMillis(input)).isEqualTo(1_000);
    processed(4);
    assertThat(offsets.readToMillis(input)).as("between the first and the last").isEqualTo(1_000);
    fetch(1_040, 6);
    processed(5);
    assertThat(offsets.readToMillis(input)).isEqualTo(1_020);
    processed(6);
    assertThat(offsets.readToMillis(input)).isEqualTo(1_030);
  }

  /** An answer may lie in the consumer for long, e.g. while the partition is paused. */
  @Test
  void shouldNotTakeAnOldAnswerForNews() {
    fetch(1_000, 1);
    fetch(6_000, 2);
    processed(2);
    assertThat(offsets.readToMillis(input)).isEqualTo(1_000);
  }

  @Test
  void shouldNotReachAMarkOfWhatComesAgainAfterAnAbort() {
    fetch(1_000, 1);
    fetch(1_010, 2, 3);
    processed(2);
    fetch(1_020, 2, 3);
    processed(2);
    assertThat(offsets.readToMillis(input)).isEqualTo(InputProgress.UNKNOWN);
    processed(3);
    assertThat(offsets.readToMillis(input)).isEqualTo(1_010);
  }

  @Test
  void shouldNotHaveReadUpToAPollThatLeftSomeOnTheBroker() {
    fetch(1_000, 1);
    left = true;
    fetch(1_010, 2);
    processed(2);
    assertThat(offsets.readToMillis(input)).isEqualTo(InputProgress.UNKNOWN);
  }

  @Test
  void shouldHaveReadUpToWhatIsKnownOfTheWayToATopicOfOurs() {
    arrived = OptionalLong.of(700);
    fetch(1_000, 1, 2);
    assertThat(offsets.readToMillis(input)).isEqualTo(InputProgress.UNKNOWN);
    processed(1);
    assertThat(offsets.readToMillis(input)).isEqualTo(InputProgress.UNKNOWN);
    processed(2);
    assertThat(offsets.readToMillis(input)).isEqualTo(700);
  }

  private void fetch(long atMillis, long first, long... more) {
    now = atMillis;
    fetch(LongStream.concat(LongStream.of(first), LongStream.of(more)).toArray());
  }

  private void fetch(long[] fetched) {
    List<ConsumerRecord<Object, Object>> records =
        java.util.Arrays.stream(fetched)
            .mapToObj(offset -> new ConsumerRecord<Object, Object>("t", 0, offset, "k", "v"))
            .toList();
    consumer.onConsume(
        new ConsumerRecords<>(Map.of(new TopicPartition("t", 0), records), Map.of()));
  }

  private void processed(long offset) {
    offsets.processed(
        new RecordMetadata() {
          @Override
          public String topic() {
            return "t";
          }

          @Override
          public int partition() {
            return 0;
          }

          @Override
          public long offset() {
            return offset;
          }
        });
  }
}
