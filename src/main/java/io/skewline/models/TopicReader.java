// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A plain {@code read_committed} consumer of all partitions of one topic, without a group. For one
 * thread, {@link #wakeup} aside.
 */
final class TopicReader implements AutoCloseable {
  static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** Of who follows a topic; and of who reads once more, which does not wait for what comes. */
  private static final int FETCH_MILLIS = 100;

  private static final int AGAIN_FETCH_MILLIS = 5;

  private final Properties client;
  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private volatile @Nullable TopicReader again;
  private volatile boolean woken;

  TopicReader(Properties client, String topic) {
    this(client, topic, FETCH_MILLIS);
  }

  private TopicReader(Properties client, String topic, int fetchMillis) {
    Properties config = new Properties();
    config.putAll(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, fetchMillis);
    this.client = client;
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Goes to the beginning of every partition.
   *
   * @return the end offsets as they are now; empty if the topic does not exist
   */
  Map<TopicPartition, Long> openAtBeginning() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, ASK).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return ends(partitions);
  }

  /**
   * @throws TimeoutException if no broker answers
   */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return consumer.endOffsets(partitions, ASK);
  }

  Set<TopicPartition> assigned() {
    return consumer.assignment();
  }

  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
  }

  /** Whether it has read further than that: the topic was made anew. */
  boolean beyond(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), ASK) > end.getValue());
  }

  /**
   * Reads on to the given offsets.
   *
   * @throws TimeoutException if nothing came for so long that the broker must be away
   */
  void readTo(Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> to) {
    long lastNanos = System.nanoTime();
    while (!reached(ends)) {
      ConsumerRecords<byte[], byte[]> records = poll();
      records.forEach(to);
      if (!records.isEmpty()) {
        lastNanos = System.nanoTime();
      } else if (System.nanoTime() - lastNanos > SILENCE.toNanos()) {
        throw new TimeoutException(topic + " did not reach offsets " + ends + " in " + SILENCE);
      }
    }
  }

  /** Reads once more from the given offsets to the end, and goes on where it stood before. */
  void readAgain(Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> to) {
    readAgain(from, again().ends(from.keySet()), to);
  }

  /**
   * Likewise, to the given offsets or a little further. By a consumer of its own: whatever this one
   * asks, the broker answers its fetch that is under way first.
   *
   * @param ends of the same partitions
   */
  void readAgain(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> to) {
    TopicReader other = again();
    try {
      other.consumer.resume(from.keySet());
      from.forEach(other.consumer::seek);
      other.readTo(ends, to);
    } finally {
      other.consumer.pause(other.assigned());
    }
  }

  private TopicReader again() {
    TopicReader other = again;
    if (other == null) {
      other = new TopicReader(client, topic, AGAIN_FETCH_MILLIS);
      other.consumer.assign(assigned());
      other.consumer.pause(assigned());
      again = other;
      if (woken) {
        other.wakeup();
      }
    }
    return other;
  }

  /** From any thread: makes a waiting call throw a WakeupException. */
  void wakeup() {
    woken = true;
    consumer.wakeup();
    TopicReader other = again;
    if (other != null) {
      other.wakeup();
    }
  }

  @Override
  public void close() {
    try (TopicReader other = again) {
      consumer.close();
    }
  }
}
