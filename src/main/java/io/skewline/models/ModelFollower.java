// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleReader;
import io.skewline.ledger.Meters;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the models topic and hands over every bundle that is activated, complete and sound. A bad
 * one is refused with a counter, and the listener keeps what it has.
 *
 * <p>{@link #start} reads to the ends that the topic has at that moment before it returns, so a
 * restarted processor has its model before its first frame; then a thread of its own follows.
 */
public final class ModelFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final ModelSettings settings;
  private final Codec<BundlePart> parts;
  private final Codec<Activation> activations;
  private final BundleReader reader;
  private final ModelListener listener;
  private final Meters meters;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BundleParts kept = new BundleParts();
  private final Thread thread = new Thread(this::follow, "skewline-models");
  private Activation waiting;
  private String activeHash = "";
  private volatile boolean closing;

  /**
   * @param client Kafka client properties
   */
  public ModelFollower(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      BundleReader reader,
      ModelListener listener,
      Meters meters,
      Properties client) {
    this.settings = settings;
    this.parts = parts;
    this.activations = activations;
    this.reader = reader;
    this.listener = listener;
    this.meters = meters;
    Properties config = new Properties();
    config.putAll(client);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    config.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Integer.toString(Math.max(1 << 20, 2 * settings.partBytes())));
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Returns with the active model handed over, if there is one.
   *
   * @throws IllegalStateException if the topic does not exist
   */
  public void start() {
    List<PartitionInfo> found = consumer.partitionsFor(settings.topic());
    if (found == null || found.isEmpty()) {
      throw new IllegalStateException(
          "topic " + settings.topic() + " does not exist; `skewline topics` creates it");
    }
    List<TopicPartition> partitions =
        found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      consumer.poll(POLL).forEach(this::take);
    }
    // Only the newest activation counts: the older ones' parts may be gone already.
    activateWaiting();
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    while (!closing) {
      try {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
        activateWaiting();
      } catch (WakeupException | InterruptException e) {
        LOG.debug("Follower woken up to close");
      } catch (RetriableException e) {
        // The client backs off by itself; the record is read again.
        LOG.warn("Models topic: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("A model could not be taken over; the old one stays", e);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (ModelKeys.isPart(record.key())) {
        takePart(record);
      } else if (ModelKeys.isActivation(record.key()) && record.value() != null) {
        Activation activation = activations.decode(record.topic(), record.key(), record.value());
        if (activation.role() == Activation.Role.ACTIVE) {
          waiting = activation;
        }
      }
    } catch (WireException e) {
      meters.bundleRefused(e.reason().label());
      LOG.warn(
          "Record {} of topic {} is not a part of a model: {}",
          record.offset(),
          record.topic(),
          e.getMessage());
    }
  }

  private void takePart(ConsumerRecord<byte[], byte[]> record) throws WireException {
    if (record.value() == null) {
      kept.forget(ModelKeys.hashOf(record.key()));
    } else {
      kept.add(parts.decode(record.topic(), record.key(), record.value()));
    }
  }

  private void activateWaiting() {
    Activation activation = waiting;
    waiting = null;
    if (activation == null || activation.hash().equals(activeHash)) {
      return;
    }
    try {
      byte[] bytes = kept.assemble(activation);
      listener.activate(reader.read(bytes, activation.hash()), activation);
      activeHash = activation.hash();
      LOG.info("Model {} is active: {}", activation.version(), activation.reason());
    } catch (BadBundleException e) {
      meters.bundleRefused(e.reason().label());
      LOG.warn("Model {} refused: {}", activation.version(), e.getMessage());
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }
}
