// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.fusion.Task;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.wire.Codec;
import io.skewline.wire.RejectReason;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the examples topic, {@code read_committed} and without a group: where it goes on is the
 * caller's to know. An example that cannot be decoded, or whose label is none of the task's, is
 * logged and handed over as none; one whose schema cannot be fetched now is tried again at the next
 * call. One thread, {@link #wakeup} aside.
 */
final class ExampleReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExampleReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(5);

  private final String topic;
  private final Codec<LabelledWindow> codec;
  private final Task task;
  private final Consumer<WireException> refused;
  private final Properties client;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deque<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();
  private final Deque<Fetched> decoded = new ArrayDeque<>();

  /**
   * @param task whose labels examples must have
   * @param refused told of each example that cannot be used
   */
  ExampleReader(
      String topic,
      Codec<LabelledWindow> codec,
      Task task,
      Consumer<WireException> refused,
      Properties client) {
    Properties config = new Properties();
    config.putAll(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    this.topic = topic;
    this.codec = codec;
    this.task = task;
    this.refused = refused;
    this.client = client;
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The topic's name, and its id: one that was deleted and made again is another. */
  String topicId() {
    try (Admin admin = Admin.create(client)) {
      TopicDescription found =
          admin
              .describeTopics(List.of(topic))
              .topicNameValues()
              .get(topic)
              .get(ASK.toMillis(), TimeUnit.MILLISECONDS);
      return topic + " " + found.topicId();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("topic " + topic + " could not be looked up", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Goes to the beginning; by partition the ends as they are now. */
  Map<TopicPartition, Long> open() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, ASK).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return ends();
  }

  /** Goes where somebody stopped; a partition that is not named stays at its beginning. */
  void seek(Map<Integer, Long> offsets) {
    offsets.forEach(
        (partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
  }

  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment(), ASK);
  }

  /** Whether every example before the given offsets has been taken. */
  boolean passed(Map<TopicPartition, Long> ends) {
    return polled.isEmpty()
        && decoded.isEmpty()
        && ends.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
  }

  /**
   * The next few records, the same ones until they are {@link #taken}; waits a moment for some.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if the registry is away
   */
  List<Fetched> next(long most) {
    if (decoded.isEmpty()) {
      if (polled.isEmpty()) {
        consumer.poll(POLL).forEach(polled::addLast);
      }
      decode();
    }
    return decoded.stream().limit(most).toList();
  }

  private void decode() {
    while (!polled.isEmpty()) {
      ConsumerRecord<byte[], byte[]> record = polled.getFirst();
      decoded.addLast(new Fetched(record.partition(), record.offset(), example(record)));
      polled.removeFirst();
    }
  }

  private Optional<LabelledWindow> example(ConsumerRecord<byte[], byte[]> record) {
    try {
      LabelledWindow example = codec.decode(record.topic(), record.key(), record.value());
      requireOfTask(example.target());
      return Optional.of(example);
    } catch (WireException e) {
      LOG.warn(
          "Example {}-{}@{} cannot be used: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      refused.accept(e);
      return Optional.empty();
    }
  }

  private void requireOfTask(Label.Target target) throws WireException {
    boolean fits =
        task instanceof Task.Classification classes
            ? target instanceof Label.ClassTarget named && classes.labels().contains(named.name())
            : target instanceof Label.ValueTarget;
    if (!fits) {
      throw new WireException(RejectReason.BAD_FIELD, target + " is no label of " + task);
    }
  }

  void taken(int records) {
    for (int i = 0; i < records; i++) {
      decoded.removeFirst();
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
