// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.FrameLayers;
import io.skewline.models.TopicInventory.Current;
import io.skewline.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts bundles on the models topic. An activation is sent when the broker has acknowledged every
 * part of its bundle, so whoever reads an activation finds the parts. No transaction is needed for
 * that, and none can be left open by a publisher that dies and hold up all followers.
 *
 * <p>Calls block until the broker has what they wrote, and where the plan of a new active model
 * reads other layers than the one before, for the pauses of a {@link Changeover}. Safe for many
 * threads.
 */
public final class ModelPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelPublisher.class);

  private final Properties client;
  private final ModelSettings settings;
  private final Codec<BundlePart> parts;
  private final Codec<Activation> activations;
  private final KafkaProducer<byte[], byte[]> producer;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param client {@code bootstrap.servers} and what else every Kafka client needs
   */
  public ModelPublisher(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      Properties client) {
    this.client = new Properties();
    this.client.putAll(client);
    this.settings = settings;
    this.parts = parts;
    this.activations = activations;
    Properties config = new Properties();
    config.putAll(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ModelTopic.recordBytes(settings));
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Publishes a bundle, lets it serve in a role, and deletes the parts of bundles that no role
   * needs any more: neither active, nor candidate, nor what one of them was measured against or
   * took over from.
   *
   * @throws IllegalArgumentException if the bundle's hash is not that of its bytes
   * @throws KafkaException if the broker did not take all of it, or the publisher was closed
   *     meanwhile; to be published once more
   */
  public synchronized Activation publish(Bundle bundle, Role role, String reason) {
    if (!Bundle.sha256(bundle.bytes()).equals(bundle.hash())) {
      throw new IllegalArgumentException("bytes of bundle " + bundle.hash() + " have another hash");
    }
    TopicInventory inventory = inventory();
    sendParts(bundle);
    BundleManifest manifest = bundle.manifest();
    Activation activation =
        new Activation(
            role,
            bundle.hash(),
            manifest.version(),
            bundle.bytes().length,
            FrameLayers.of(manifest.plan(), manifest.modalities()),
            reason);
    takeOver(activation, inventory, manifest.parentHash());
    deleteStaleParts();
    return activation;
  }

  /**
   * Lets a bundle that is still on the topic serve: promotion of a candidate, or going back.
   *
   * @param earlier any activation of that bundle
   * @throws IllegalArgumentException if the topic does not hold the bundle any more
   */
  public synchronized Activation reactivate(Activation earlier, Role role, String reason) {
    TopicInventory inventory = inventory();
    if (!inventory.holds(earlier.hash())) {
      throw new IllegalArgumentException(
          "bundle " + earlier.hash() + " is not on topic " + settings.topic() + " any more");
    }
    Activation activation = earlier.as(role).carrying(earlier.layers()).because(reason);
    takeOver(activation, inventory, "");
    return activation;
  }

  /** The candidate is not to be followed any more; its parts go with the next publication. */
  public synchronized void withdrawCandidate() {
    await(List.of(send(new ModelKey.Activated(Role.CANDIDATE), null, Set.of())));
  }

  private TopicInventory inventory() {
    TopicInventory inventory = new TopicInventory();
    try (TopicReader topic = new TopicReader(client, settings.topic())) {
      var ends = topic.openAtBeginning();
      if (ends.isEmpty()) {
        throw new KafkaException("models topic " + settings.topic() + " does not exist");
      }
      topic.readTo(ends, record -> inventory.add(record, activations));
    }
    return inventory;
  }

  private void sendParts(Bundle bundle) {
    byte[] bytes = bundle.bytes();
    int count =
        Math.max(
            1, (int) (((long) bytes.length + settings.partBytes() - 1) / settings.partBytes()));
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i * settings.partBytes();
      byte[] chunk =
          Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + settings.partBytes()));
      BundlePart part =
          new BundlePart(
              bundle.hash(), bundle.manifest().version(), i, count, chunk, Bundle.sha256(chunk));
      sent.add(
          send(
              new ModelKey.Part(bundle.hash(), i), parts.encode(settings.topic(), part), Set.of()));
    }
    await(sent);
  }

  /** In the steps of a {@link Changeover}. */
  private void takeOver(Activation next, TopicInventory inventory, String parentHash) {
    TopicInventory found = inventory;
    for (Activation step :
        Changeover.steps(found.current(next.role()).map(Current::activation), next)) {
      if (found != inventory) {
        pause();
      }
      activate(step, found, parentHash);
      found = inventory();
    }
  }

  private void pause() {
    try {
      if (closed.await(settings.announce().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new KafkaException("closed while models on " + settings.topic() + " change");
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void activate(Activation activation, TopicInventory inventory, String parentHash) {
    Set<String> keeps = new TreeSet<>();
    keeps.add(parentHash);
    inventory.current(Role.ACTIVE).ifPresent(active -> keeps.addAll(kept(active, activation)));
    keeps.removeAll(Set.of("", activation.hash()));
    byte[] value = activations.encode(settings.topic(), activation);
    await(List.of(send(new ModelKey.Activated(activation.role()), value, keeps)));
    LOG.info(
        "Model version {} ({}) is {} on {}: {}",
        activation.version(),
        activation.hash(),
        activation.role(),
        settings.topic(),
        activation.reason());
  }

  /** The one that was active before; if that is the same bundle, the one before it. */
  private static Set<String> kept(Current active, Activation next) {
    return active.activation().hash().equals(next.hash())
        ? active.keeps()
        : Set.of(active.activation().hash());
  }

  /** The publication stands, even if tidying up fails: the next one tries again. */
  private void deleteStaleParts() {
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ModelKey key : inventory().stale()) {
        sent.add(send(key, null, Set.of()));
      }
      await(sent);
    } catch (KafkaException e) {
      LOG.warn("Old bundles stay on {} for now: {}", settings.topic(), e.toString());
    }
  }

  private Future<RecordMetadata> send(ModelKey key, byte @Nullable [] value, Set<String> keeps) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(settings.topic(), key.bytes(), value);
    if (!keeps.isEmpty()) {
      record
          .headers()
          .add(TopicInventory.KEEPS, String.join(",", keeps).getBytes(StandardCharsets.UTF_8));
    }
    return producer.send(record);
  }

  private void await(List<Future<RecordMetadata>> sent) {
    producer.flush();
    try {
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException(
          "topic " + settings.topic() + " did not take a record: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    producer.close();
  }
}
