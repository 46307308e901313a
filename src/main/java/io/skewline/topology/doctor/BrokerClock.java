// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The broker's clock, read from the append time of a record whose transaction is aborted: no {@code
 * read_committed} consumer ever sees it.
 */
final class BrokerClock {
  private BrokerClock() {}

  /**
   * @param ahead of this machine's clock; negative for behind
   * @param error of that, at the most
   */
  record Offset(Duration ahead, Duration error) {}

  /**
   * @param topic with append times
   * @param name that transactional ids of the application begin with
   * @return empty if the topic has its producers' times
   */
  static Optional<Offset> ask(Cluster cluster, String topic, String name) throws Exception {
    if (!"LogAppendTime"
        .equals(
            cluster
                .topicConfigs(List.of(topic))
                .getOrDefault(topic, Map.of())
                .get("message.timestamp.type"))) {
      return Optional.empty();
    }
    Properties config = cluster.client();
    config.put("transactional.id", name + "-doctor-" + UUID.randomUUID());
    config.put("delivery.timeout.ms", Long.toString(3 * cluster.patience().toMillis()));
    config.put("linger.ms", "0");
    config.put("max.block.ms", Long.toString(2 * cluster.patience().toMillis()));
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      // The first one pays for connections and the transaction's begin.
      producer.beginTransaction();
      send(producer, topic);
      long before = System.currentTimeMillis();
      long broker = send(producer, topic);
      long after = System.currentTimeMillis();
      producer.abortTransaction();
      long middle = before + (after - before) / 2;
      return Optional.of(
          new Offset(
              Duration.ofMillis(broker - middle), Duration.ofMillis((after - before) / 2 + 1)));
    } finally {
      producer.close(Duration.ofSeconds(1));
    }
  }

  private static long send(KafkaProducer<byte[], byte[]> producer, String topic) throws Exception {
    var sent = producer.send(new ProducerRecord<>(topic, 0, null, new byte[0]));
    producer.flush();
    return sent.get(1, TimeUnit.MINUTES).timestamp();
  }
}
