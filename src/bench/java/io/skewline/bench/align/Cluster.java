// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.FrameFormat;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.wire.Codecs;
import io.skewline.wire.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker and a registry in this JVM, holding one load on a topic per modality. */
public final class Cluster implements AutoCloseable {
  private final EmbeddedKafka kafka = EmbeddedKafka.start();
  private final EmbeddedRegistry registry = EmbeddedRegistry.start();
  private final Codecs codecs =
      new Codecs(new RegistrySettings(Map.of("schema.registry.url", registry.url())));
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", servers()));

  static String topic(Object modality) {
    return "bench." + modality;
  }

  String servers() {
    return kafka.bootstrapServers();
  }

  String registryUrl() {
    return registry.url();
  }

  Codecs codecs() {
    return codecs;
  }

  FrameFormat frames() {
    return new FrameFormat(codecs.frames());
  }

  Admin admin() {
    return admin;
  }

  /** One partition, never thinned out, whatever its records' timestamps are. */
  void createTopic(String name) {
    kafka.createTopic(name, 1, Map.of("retention.ms", "-1"));
  }

  /** Writes the load; a record's timestamp is its frame's event time. */
  public void produce(Load load) {
    Load.MODALITIES.forEach(modality -> createTopic(topic(modality)));
    FrameFormat frames = frames();
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", servers(), "batch.size", 262_144, "linger.ms", 5, "acks", "all");
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      load.forEach(
          frame -> {
            String topic = topic(frame.modality());
            producer.send(
                new ProducerRecord<>(
                    topic,
                    null,
                    frame.eventTimeMicros() / 1_000,
                    frame.stream().value().getBytes(StandardCharsets.UTF_8),
                    frames.encode(topic, frame)));
          });
    }
  }

  @Override
  public void close() {
    admin.close();
    registry.close();
    kafka.close();
  }
}
