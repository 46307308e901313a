// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The committed records of one key, as far as they go when it is asked. Where the key's partition
 * (murmur2, as Kafka's own producers choose it) holds none, the others are read: the topic may have
 * had fewer partitions once. One thread.
 */
final class KeyedReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Records of a partition that are looked at first, from its end; then eight times more. */
  private static final long FIRST_LOOK = 10_000;

  private static final long FURTHER = 8;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final byte[] key;

  /**
   * @param client Kafka client properties
   */
  KeyedReader(Properties client, byte[] key) {
    Properties config = new Properties();
    config.putAll(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    // What retention deletes while we read is skipped, not the rest of the topic.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.key = key;
  }

  boolean exists(String topic) {
    return consumer.listTopics().containsKey(topic);
  }

  /** Some of the newest records, oldest first; empty only if there is none at all. */
  List<ConsumerRecord<byte[], byte[]>> newest(String topic) {
    for (List<TopicPartition> place : places(topic)) {
      List<ConsumerRecord<byte[], byte[]>> found = newest(place);
      if (!found.isEmpty()) {
        found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return found;
      }
    }
    return List.of();
  }

  private List<ConsumerRecord<byte[], byte[]>> newest(List<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    Map<TopicPartition, Long> to = ends;
    for (long look = FIRST_LOOK; found.isEmpty() && !to.equals(begins); look *= FURTHER) {
      Map<TopicPartition, Long> from = new HashMap<>();
      for (TopicPartition p : partitions) {
        from.put(p, Math.max(begins.get(p), ends.get(p) - look));
      }
      read(from, to, found::add);
      to = from;
    }
    return found;
  }

  /** Shows every record that was appended then or later, by partition and offset. */
  void since(String topic, long millis, Consumer<ConsumerRecord<byte[], byte[]>> to) {
    for (List<TopicPartition> place : places(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(place);
      if (read(starts(place, millis, ends), ends, to) > 0) {
        return;
      }
    }
  }

  private Map<TopicPartition, Long> starts(
      List<TopicPartition> partitions, long millis, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> Math.max(0, millis))));
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition p : partitions) {
      OffsetAndTimestamp start = found.get(p);
      starts.put(p, start == null ? ends.get(p) : start.offset());
    }
    return starts;
  }

  private long read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    long found = 0;
    while (before(from.keySet(), to)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < to.get(partition) && Arrays.equals(key, record.key())) {
          sink.accept(record);
          found++;
        }
      }
    }
    return found;
  }

  private boolean before(Collection<TopicPartition> partitions, Map<TopicPartition, Long> to) {
    return partitions.stream().anyMatch(p -> consumer.position(p) < to.get(p));
  }

  /** The key's partition, then all others. */
  private List<List<TopicPartition>> places(String topic) {
    List<TopicPartition> all =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    int own = Utils.toPositive(Utils.murmur2(key)) % all.size();
    return List.of(
        all.stream().filter(p -> p.partition() == own).toList(),
        all.stream().filter(p -> p.partition() != own).toList());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
