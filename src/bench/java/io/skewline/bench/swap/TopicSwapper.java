// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.bench.pipeline.PipelineCluster;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.models.ModelPublisher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The product's way: bundles on the models topic by its publisher, whole ones and, while two lie
 * there, activations of the one that does not serve. What the publisher would never write is
 * written beside it: parts of the spare bundle, spoiled, and its activation.
 */
final class TopicSwapper implements Swapper {
  private final PipelineCluster cluster;
  private final Versions versions;
  private final Spoiled spoiled;
  private final ModelPublisher publisher;
  private final KafkaProducer<byte[], byte[]> raw;
  private final Activation spareActivation;
  private final Random random;
  private final Activation[] activations;
  private int serving;
  private int before;

  /** Published whole since something bad was: what was there before may have been tidied away. */
  private int whole;

  TopicSwapper(PipelineCluster cluster, Versions versions, Spoiled spoiled, long seed) {
    this.cluster = cluster;
    this.versions = versions;
    this.spoiled = spoiled;
    this.publisher = cluster.publisher();
    this.raw = cluster.producer(0);
    this.random = new Random(seed);
    this.activations = new Activation[versions.served()];
    this.spareActivation = publisher.publish(versions.spare(), Role.ACTIVE, "bench: spare");
  }

  @Override
  public long swap() throws Exception {
    int next = whole < 2 ? (serving + 1) % versions.served() : before;
    if (whole < 2) {
      activations[next] = publish(versions.bundle(next));
      whole++;
    } else {
      sendActivation(activations[next].because("bench: again"));
    }
    before = serving;
    serving = next;
    return versions.bundle(next).manifest().version();
  }

  private Activation publish(Bundle bundle) {
    return publisher.publish(bundle, Role.ACTIVE, "bench");
  }

  @Override
  public void spoil(BadBundle bad) throws Exception {
    whole = 0;
    switch (bad) {
      case OTHER_MODALITIES -> publish(spoiled.otherModalities());
      case NAN_WEIGHTS -> publish(spoiled.nanWeights());
      default -> publishSpare(bad);
    }
  }

  private void publishSpare(BadBundle bad) throws Exception {
    Bundle spare = versions.spare();
    int size = cluster.app().models().partBytes();
    int parts = (spare.bytes().length + size - 1) / size;
    int spoils = bad == BadBundle.PART_MISSING ? parts - 1 : random.nextInt(parts);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      boolean gone = bad == BadBundle.PART_MISSING && i == spoils;
      byte[] chunk =
          Arrays.copyOfRange(
              spare.bytes(), i * size, Math.min(spare.bytes().length, (i + 1) * size));
      String sha = Bundle.sha256(chunk);
      if (bad == BadBundle.BIT_FLIPPED && i == spoils) {
        chunk[random.nextInt(chunk.length)] ^= (byte) (1 << random.nextInt(8));
      }
      BundlePart part =
          new BundlePart(spare.hash(), spare.manifest().version(), i, parts, chunk, sha);
      sent.add(send("part/" + spare.hash() + "/" + i, gone ? null : encoded(part)));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    sendActivation(spareActivation.because("bench: " + bad));
  }

  private void sendActivation(Activation activation) throws Exception {
    send("activation/active", cluster.codecs().activations().encode(topic(), activation)).get();
  }

  private byte[] encoded(BundlePart part) {
    return cluster.codecs().bundleParts().encode(topic(), part);
  }

  private String topic() {
    return cluster.app().models().topic();
  }

  private Future<RecordMetadata> send(String key, byte @Nullable [] value) {
    return raw.send(new ProducerRecord<>(topic(), key.getBytes(StandardCharsets.UTF_8), value));
  }

  @Override
  public void close() {
    raw.close();
    publisher.close();
  }
}
