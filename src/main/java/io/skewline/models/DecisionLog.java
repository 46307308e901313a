// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.ModelDecision;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was decided about models, on a topic of its own. Safe for many threads. */
public final class DecisionLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

  private final String topic;
  private final Codec<ModelDecision> codec;
  private final Properties client;
  private final KafkaProducer<byte[], byte[]> producer;

  /** A decision and when it was written. */
  public record Entry(ModelDecision decision, Instant at) {}

  /**
   * @param client {@code bootstrap.servers} and what else every Kafka client needs
   */
  public DecisionLog(ModelSettings settings, Codec<ModelDecision> codec, Properties client) {
    Properties config = new Properties();
    config.putAll(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    this.topic = settings.decisions();
    this.codec = codec;
    this.client = client;
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Returns when the broker has it.
   *
   * @throws KafkaException if it did not take it
   */
  public void append(ModelDecision decision) {
    byte[] key = decision.hash().getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(new ProducerRecord<>(topic, key, codec.encode(topic, decision))).get();
    } catch (ExecutionException e) {
      throw new KafkaException("topic " + topic + " did not take a decision", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    LOG.info(
        "Model version {} {} by {}: {}",
        decision.version(),
        decision.verdict().label(),
        decision.by().label(),
        decision.reason());
  }

  /**
   * All that were written, oldest first; what cannot be read is logged and left out. Empty where
   * there is no such topic yet.
   */
  public List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    try (TopicReader reader = new TopicReader(client, topic)) {
      reader.readTo(
          reader.openAtBeginning(),
          record -> {
            try {
              entries.add(
                  new Entry(
                      codec.decode(topic, record.key(), record.value()),
                      Instant.ofEpochMilli(record.timestamp())));
            } catch (WireException e) {
              LOG.warn("Decision {}@{} is unreadable: {}", topic, record.offset(), e.getMessage());
            }
          });
    }
    return entries;
  }

  /** The same without their times. */
  public List<ModelDecision> decisions() {
    return read().stream().map(Entry::decision).toList();
  }

  @Override
  public void close() {
    producer.close();
  }
}
