// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.bench.FrameFormat;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.modality.Frame;
import io.skewline.models.ModelPublisher;
import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import io.skewline.topology.TopologyFile;
import io.skewline.wire.Codecs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a registry and a topology file of two modalities, its topics of one partition. */
public final class PipelineCluster implements AutoCloseable {
  static final int LAYERS = 12;
  static final int WIDTH = 768;
  static final int LATENESS_MILLIS = 100;

  private final EmbeddedKafka kafka = EmbeddedKafka.start();
  private final EmbeddedRegistry registry = EmbeddedRegistry.start();
  private final Path dir;
  private final FusionApp app;
  private final Codecs codecs;

  /** Windows of 1 s. */
  PipelineCluster(Guarantee guarantee) throws IOException {
    this(guarantee, WIDTH, "{ windows: { size: 1s } }");
  }

  /**
   * @param width floats per layer
   * @param align that section of the topology file
   * @param overrides as of {@code --set}
   */
  public PipelineCluster(Guarantee guarantee, int width, String align, String... overrides)
      throws IOException {
    dir = Files.createTempDirectory("skewline-bench");
    Path file = dir.resolve("bench.yaml");
    Files.writeString(file, text(guarantee, width, align));
    app = TopologyFile.read(file, List.of(overrides));
    codecs = new Codecs(app.registry());
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      topics.create(AppTopics.specs(app, 1));
    }
  }

  public enum Guarantee {
    AT_LEAST_ONCE("at_least_once"),
    EXACTLY_ONCE("exactly_once_v2");

    private final String key;

    Guarantee(String key) {
      this.key = key;
    }
  }

  private String text(Guarantee guarantee, int width, String align) {
    return """
        name: bench
        task: { type: classification, labels: ["no", "yes"] }
        streams:
          - { modality: audio, topic: bench.audio, layers: %1$d, width: %2$d, lateness: %3$dms }
          - { modality: video, topic: bench.video, layers: %1$d, width: %2$d, lateness: %3$dms }
        align: %8$s
        fusion: { plan: late }
        outputs: { predictions: bench.predictions, rejected: bench.rejected }
        models: { topic: bench.models }
        train: { labels: bench.labels, examples: bench.examples }
        registry: { schema.registry.url: "%4$s" }
        kafka:
          bootstrap.servers: "%5$s"
          processing.guarantee: %6$s
          state.dir: "%7$s"
        http: { port: 0 }
        """
        .formatted(
            LAYERS,
            width,
            LATENESS_MILLIS,
            registry.url(),
            kafka.bootstrapServers(),
            guarantee.key,
            dir.resolve("state"),
            align);
  }

  public FusionApp app() {
    return app;
  }

  public Codecs codecs() {
    return codecs;
  }

  public ModelPublisher publisher() {
    return new ModelPublisher(
        app.models(), codecs.bundleParts(), codecs.activations(), StreamsSettings.client(app));
  }

  void publish(Bundle bundle) {
    try (ModelPublisher publisher = publisher()) {
      publisher.publish(bundle, Activation.Role.ACTIVE, "bench");
    }
  }

  /**
   * @param lingerMillis 0 for one that sends at once
   */
  public KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
    Properties config = StreamsSettings.client(app);
    config.put("linger.ms", Integer.toString(lingerMillis));
    config.put("batch.size", "262144");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The value is made here, the topic is its modality's. */
  public ProducerRecord<byte[], byte[]> record(Frame frame, FrameFormat format) {
    String topic = app.topicOf(frame.modality());
    byte[] key = frame.stream().value().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, key, format.encode(topic, frame));
  }

  @Override
  public void close() {
    registry.close();
    kafka.close();
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
