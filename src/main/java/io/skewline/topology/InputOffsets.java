// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far the records of each input partition have been fetched and how far they have been
 * processed: what was fetched waits in Kafka Streams' buffers, where no lag shows it. Safe for many
 * threads, each partition used by one.
 */
public final class InputOffsets {
  private static final String KEY = "skewline.input.offsets";

  private final Map<TopicPartition, Long> fetched = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> processed = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Map<TopicPartition, ReadMarks> marks = new ConcurrentHashMap<>();
  private final Marker marker;

  /** Knows which polls leave nothing that they should have brought. */
  interface Marker {
    /**
     * A poll is being answered.
     *
     * @param last offset that it brings
     * @param position where the consumer goes on
     * @return the marks with one more, or as they are
     */
    ReadMarks mark(ReadMarks marks, TopicPartition input, long last, long position);
  }

  InputOffsets(Marker marker) {
    this.marker = marker;
  }

  /** Has the main consumers of a Streams application report here. */
  public void observe(Properties streams) {
    streams.put(StreamsConfig.mainConsumerPrefix("interceptor.classes"), Fetched.class.getName());
    streams.put(StreamsConfig.mainConsumerPrefix(KEY), this);
  }

  public void processed(RecordMetadata record) {
    processed.put(new TopicPartition(record.topic(), record.partition()), record.offset());
  }

  /** True if nothing that was fetched waits to be processed. */
  boolean drained(String topic, int partition) {
    TopicPartition input = new TopicPartition(topic, partition);
    return processed.getOrDefault(input, -1L) >= fetched.getOrDefault(input, -1L);
  }

  /** The offset that is fetched next, past the markers of transactions; -1 before the first. */
  long position(String topic, int partition) {
    return positions.getOrDefault(new TopicPartition(topic, partition), -1L);
  }

  private void fetched(TopicPartition partition, long first, long last, long position) {
    fetched.put(partition, last);
    // After an aborted transaction the same records come again: they are not processed yet.
    processed.computeIfPresent(partition, (p, done) -> Math.min(done, first - 1));
    marks.compute(partition, (p, known) -> marker.mark(reached(p, known), p, last, position));
  }

  /** All that was appended before has been processed. */
  long readToMillis(TopicPartition partition) {
    return marks.compute(partition, this::reached).readToMillis();
  }

  private ReadMarks reached(TopicPartition partition, @Nullable ReadMarks known) {
    ReadMarks marks = known == null ? ReadMarks.NONE : known;
    return marks.reached(processed.getOrDefault(partition, -1L));
  }

  /** Sees every record that a main consumer returns, on its thread. Made by the consumer. */
  public static final class Fetched implements ConsumerInterceptor<Object, Object> {
    private InputOffsets offsets = new InputOffsets((marks, p, last, position) -> marks);

    @Override
    public void configure(Map<String, ?> configs) {
      if (configs.get(KEY) instanceof InputOffsets given) {
        offsets = given;
      }
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
      for (TopicPartition partition : records.partitions()) {
        var some = records.records(partition);
        long last = some.get(some.size() - 1).offset();
        OffsetAndMetadata next = records.nextOffsets().get(partition);
        offsets.fetched(
            partition, some.get(0).offset(), last, next == null ? last + 1 : next.offset());
      }
      records.nextOffsets().forEach((p, next) -> offsets.positions.put(p, next.offset()));
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> committed) {
      // Only what was fetched matters here.
    }

    @Override
    public void close() {
      // Holds nothing of its own.
    }
  }
}
