// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.ModelScore;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the scores topic from its beginning, {@code read_committed} and without a group. What
 * cannot be read is logged and left out. One thread, {@link #wakeup} aside.
 */
public final class ScoreReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(5);

  private final String topic;
  private final Codec<ModelScore> codec;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param client Kafka client properties
   */
  public ScoreReader(String topic, Codec<ModelScore> codec, Properties client) {
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

  /** All that is on the topic now. */
  public Scoreboard read() {
    Scoreboard board = new Scoreboard();
    Map<TopicPartition, Long> ends = open();
    while (!passed(ends)) {
      poll(board);
    }
    return board;
  }

  /** Goes to the beginning; the ends as they are now. */
  Map<TopicPartition, Long> open() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, ASK).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("scores topic " + topic + " does not exist");
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer.endOffsets(partitions, ASK);
  }

  boolean passed(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
  }

  /**
   * Waits a moment for scores.
   *
   * @return whether there were any
   */
  boolean poll(Scoreboard to) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        if (record.value() == null) {
          to.remove(new String(record.key(), StandardCharsets.UTF_8));
        } else {
          to.put(codec.decode(topic, record.key(), record.value()));
        }
      } catch (WireException e) {
        LOG.warn(
            "Score {}-{}@{} is unreadable: {}",
            topic,
            record.partition(),
            record.offset(),
            e.getMessage());
      }
    }
    return !records.isEmpty();
  }

  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
