// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.LedgerStore;
import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The ledger of record of a whole application: the newest committed counts of every task, read from
 * the ledger's changelog topic and summed. One call, one short-lived consumer.
 */
public final class LedgerReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private LedgerReader() {}

  /** The changelog topic of an application's ledger. */
  public static String topic(String applicationId) {
    return applicationId + "-" + LedgerStore.NAME + "-changelog";
  }

  /**
   * @param client Kafka client properties
   * @return per modality; empty before the application's first commit
   */
  public static Map<Modality, Balance> read(Properties client, String applicationId) {
    Properties config = new Properties();
    config.putAll(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    String topic = topic(applicationId);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      if (!consumer.listTopics().containsKey(topic)) {
        return Map.of();
      }
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      return sum(newest(consumer, partitions));
    }
  }

  private record Row(int partition, Modality modality) {}

  private static Map<Row, Balance> newest(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<Row, Balance> rows = new HashMap<>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        rows.put(
            new Row(record.partition(), LedgerStore.modality(record.key())),
            LedgerStore.balance(record.value()));
      }
    }
    return rows;
  }

  private static Map<Modality, Balance> sum(Map<Row, Balance> rows) {
    Map<Modality, Balance> sums = new TreeMap<>();
    rows.forEach((row, balance) -> sums.merge(row.modality(), balance, Balance::plus));
    return sums;
  }
}
