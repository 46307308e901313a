// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.wire.Codec;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts bundles on the models topic: all parts and then the activation, in one transaction, so a
 * reader of committed records never sees an activation without its parts. A second publisher of the
 * same topic is fenced off. One thread.
 */
public final class ModelPublisher implements AutoCloseable {
  /** Bundles whose parts are left readable for followers that are still fetching them. */
  private static final int KEPT = 2;

  private record Published(String hash, int parts) {}

  private final ModelSettings settings;
  private final Codec<BundlePart> parts;
  private final Codec<Activation> activations;
  private final Producer<byte[], byte[]> producer;
  private final Deque<Published> published = new ArrayDeque<>();

  /**
   * @param client Kafka client properties
   */
  public ModelPublisher(
      ModelSettings settings,
      Codec<BundlePart> parts,
      Codec<Activation> activations,
      Properties client) {
    this.settings = settings;
    this.parts = parts;
    this.activations = activations;
    Properties config = new Properties();
    config.putAll(client);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "skewline-publisher-" + settings.topic());
    config.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(Math.max(1 << 20, 2 * settings.partBytes())));
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  /**
   * Returns when the bundle and its activation are committed.
   *
   * @param reason in words: what the bundle was measured against
   */
  public void publish(Bundle bundle, Activation.Role role, String reason) {
    List<byte[]> chunks = chunks(bundle.bytes());
    producer.beginTransaction();
    try {
      for (int i = 0; i < chunks.size(); i++) {
        BundlePart part =
            new BundlePart(
                bundle.hash(),
                bundle.manifest().version(),
                i,
                chunks.size(),
                chunks.get(i),
                Bundle.sha256(chunks.get(i)));
        send(ModelKeys.part(bundle.hash(), i), parts.encode(settings.topic(), part));
      }
      Activation activation =
          new Activation(
              role, bundle.hash(), bundle.manifest().version(), bundle.bytes().length, reason);
      send(ModelKeys.activation(role), activations.encode(settings.topic(), activation));
      published.addLast(new Published(bundle.hash(), chunks.size()));
      forgetOld();
      producer.commitTransaction();
    } catch (RuntimeException e) {
      producer.abortTransaction();
      throw e;
    }
  }

  private List<byte[]> chunks(byte[] bytes) {
    int size = settings.partBytes();
    int count = Math.max(1, (bytes.length + size - 1) / size);
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(bytes, i * size, Math.min(bytes.length, (i + 1) * size)))
        .toList();
  }

  /** Tombstones for the parts of bundles that nobody activates any more. */
  private void forgetOld() {
    while (published.size() > KEPT) {
      Published old = published.removeFirst();
      if (published.stream().noneMatch(p -> p.hash().equals(old.hash()))) {
        for (int i = 0; i < old.parts(); i++) {
          send(ModelKeys.part(old.hash(), i), null);
        }
      }
    }
  }

  private void send(byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(settings.topic(), 0, key, value));
  }

  @Override
  public void close() {
    producer.close();
  }
}
