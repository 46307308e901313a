// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records by their offsets, with a plain consumer of no group. It reads uncommitted:
 * whoever names an offset has been given that record before, whatever its isolation. One thread.
 */
final class OffsetReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final int TIMES_ASKED = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /** Over a longer gap it is cheaper to ask anew than to read on. */
  private static final long GAP = 10_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, NavigableSet<Long>> wanted;

  /** First offset that is none of ours, of the partitions that are not read to their last one. */
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  private long bytes;

  /**
   * @param wanted not empty
   */
  OffsetReader(Properties client, Map<TopicPartition, NavigableSet<Long>> wanted) {
    Properties config = new Properties();
    config.putAll(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    // Where the log's start moves on meanwhile.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.wanted = wanted;
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** How much it has been given, wanted or not. */
  long bytes() {
    return bytes;
  }

  /**
   * Hands over the wanted records that there are: none of a topic that does not exist.
   *
   * @throws TimeoutException if no broker answers
   */
  void read(Consumer<ConsumerRecord<byte[], byte[]>> to) {
    begin();
    long lastNanos = System.nanoTime();
    while (!ends.isEmpty()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      records.forEach(record -> take(record, to));
      if (goOn() || !records.isEmpty()) {
        lastNanos = System.nanoTime();
      } else if (System.nanoTime() - lastNanos > SILENCE.toNanos()) {
        throw new TimeoutException("nothing came of " + ends + " in " + SILENCE);
      }
    }
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, Consumer<ConsumerRecord<byte[], byte[]>> to) {
    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    var partition = new TopicPartition(record.topic(), record.partition());
    if (wanted.get(partition).contains(record.offset())) {
      to.accept(record);
    }
  }

  private void begin() {
    Set<TopicPartition> there = existing();
    consumer.assign(there);
    ends.putAll(consumer.endOffsets(there, ASK));
    consumer.beginningOffsets(there, ASK).forEach(consumer::seek);
    goOn();
  }

  /** Those whose topic is gone, or has shrunk since and so been made anew, are left out. */
  private Set<TopicPartition> existing() {
    Map<String, List<PartitionInfo>> topics = new HashMap<>();
    wanted.keySet().forEach(partition -> topics.computeIfAbsent(partition.topic(), this::describe));
    Set<TopicPartition> there = new HashSet<>();
    for (TopicPartition partition : wanted.keySet()) {
      if (topics.get(partition.topic()).stream()
          .anyMatch(info -> info.partition() == partition.partition())) {
        there.add(partition);
      }
    }
    return there;
  }

  /**
   * The partitions of a topic, none if it does not exist. A broker that has just started, or a
   * topic that has just been made, may be unknown for a moment: so it is asked for more than once.
   */
  private List<PartitionInfo> describe(String topic) {
    long pauseMillis = FIRST_PAUSE.toMillis();
    for (int asked = 1; ; asked++) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic, ASK);
      if (!partitions.isEmpty()) {
        return partitions;
      }
      if (asked == TIMES_ASKED) {
        LOG.error("Topic {} does not exist, a broker said {} times", topic, TIMES_ASKED);
        return partitions;
      }
      Utils.sleep(pauseMillis);
      pauseMillis *= 2;
    }
  }

  /** Leaves the partitions that are done, skips what nobody wants; true if there was any of it. */
  private boolean goOn() {
    boolean moved = false;
    for (var end : Map.copyOf(ends).entrySet()) {
      TopicPartition partition = end.getKey();
      long at = consumer.position(partition, ASK);
      Long next = wanted.get(partition).ceiling(at);
      if (next == null || next >= end.getValue()) {
        consumer.pause(Set.of(partition));
        ends.remove(partition);
        moved = true;
      } else if (next - at > GAP) {
        consumer.seek(partition, next);
        moved = true;
      }
    }
    return moved;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
