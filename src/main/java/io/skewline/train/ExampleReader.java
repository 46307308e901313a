// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.LabelledWindow;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the examples topic from its beginning, {@code read_committed} and without a group. An
 * example that cannot be decoded is logged and counted; one whose schema cannot be fetched now is
 * tried again at the next call. One thread, {@link #wakeup} aside.
 */
final class ExampleReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExampleReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(5);

  private final String topic;
  private final Codec<LabelledWindow> codec;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

  ExampleReader(String topic, Codec<LabelledWindow> codec, Properties client) {
    Properties config = new Properties();
    config.putAll(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    this.topic = topic;
    this.codec = codec;
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Goes to the beginning; the ends as they are now. */
  Map<TopicPartition, Long> open() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, ASK).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("examples topic " + topic + " does not exist");
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return ends();
  }

  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment(), ASK);
  }

  /** Whether every example before the given offsets has been handed over. */
  boolean passed(Map<TopicPartition, Long> ends) {
    return fetched.isEmpty()
        && ends.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
  }

  /**
   * Waits a moment for examples.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if the registry is away
   */
  void read(Consumer<LabelledWindow> to, Consumer<WireException> refused) {
    if (fetched.isEmpty()) {
      consumer.poll(POLL).forEach(fetched::addLast);
    }
    while (!fetched.isEmpty()) {
      ConsumerRecord<byte[], byte[]> record = fetched.getFirst();
      try {
        to.accept(codec.decode(record.topic(), record.key(), record.value()));
      } catch (WireException e) {
        LOG.warn(
            "Example {}-{}@{} cannot be used: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            e.getMessage());
        refused.accept(e);
      }
      fetched.removeFirst();
    }
  }

  /** From any thread: makes a waiting call throw a WakeupException. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
