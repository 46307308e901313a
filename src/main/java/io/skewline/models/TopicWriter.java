// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to the models topic and returns when the broker has acknowledged them. Safe for
 * many threads.
 */
final class TopicWriter implements AutoCloseable {
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  record Entry(ModelKey key, byte[] value) {}

  TopicWriter(Properties client, ModelSettings settings) {
    Properties config = new Properties();
    config.putAll(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ModelTopic.recordBytes(settings));
    this.topic = settings.topic();
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * @throws KafkaException if the broker did not take them all
   */
  void write(List<Entry> entries) {
    await(entries.stream().map(entry -> record(entry.key, entry.value)).toList());
  }

  /**
   * @throws KafkaException if the broker did not take them all
   */
  void delete(List<ModelKey> keys) {
    await(keys.stream().map(key -> record(key, null)).toList());
  }

  /**
   * @param keeps hashes of the bundles that stay for the sake of this activation
   * @throws KafkaException if the broker did not take it
   */
  void write(ModelKey.Activated key, byte[] activation, Set<String> keeps) {
    ProducerRecord<byte[], byte[]> record = record(key, activation);
    if (!keeps.isEmpty()) {
      record
          .headers()
          .add(TopicInventory.KEEPS, String.join(",", keeps).getBytes(StandardCharsets.UTF_8));
    }
    await(List.of(record));
  }

  private ProducerRecord<byte[], byte[]> record(ModelKey key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, key.bytes(), value);
  }

  private void await(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(record)));
    producer.flush();
    try {
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException(
          "topic " + topic + " did not take a record: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
