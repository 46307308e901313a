// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.containers.ContainerCluster;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Certificate;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Prediction;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelPublisher;
import io.skewline.network.FitOptions;
import io.skewline.network.SsfnShape;
import io.skewline.network.SsfnTrainer;
import io.skewline.replay.ReplayRun;
import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import io.skewline.topology.TopologyFile;
import io.skewline.wire.Codecs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A broker, a registry, a small topology file and what tests do with them. */
final class TestCluster implements AutoCloseable {
  static final Modality AUDIO = new Modality("audio");
  static final Modality VIDEO = new Modality("video");

  /** Ours, or null where broker and registry are somebody else's. */
  final @Nullable EmbeddedKafka kafka;

  final @Nullable EmbeddedRegistry registry;

  private final Path dir;
  private final int width;
  final Path file;
  final FusionApp app;
  final Codecs codecs;

  /**
   * @param dir for the topology file and the state
   */
  TestCluster(Path dir, int partitions, String... overrides) throws IOException {
    this(dir, partitions, "windows: { size: 200ms }, deadline: 400ms", 8, overrides);
  }

  /**
   * @param align what is joined, and how
   * @param width floats per layer
   */
  TestCluster(Path dir, int partitions, String align, int width, String... overrides)
      throws IOException {
    this(dir, Servers.embedded(), partitions, align, width, overrides);
  }

  /** Over somebody else's broker and registry. */
  TestCluster(Path dir, ContainerCluster containers, int partitions, String align)
      throws IOException {
    this(dir, Servers.of(containers), partitions, align, 8);
  }

  private TestCluster(
      Path dir, Servers servers, int partitions, String align, int width, String... overrides)
      throws IOException {
    this.dir = dir;
    this.width = width;
    kafka = servers.kafka();
    registry = servers.registry();
    file = dir.resolve("it.yaml");
    Files.writeString(
        file,
        """
        name: it
        task: { type: classification, labels: ["no", "yes"] }
        streams:
          - { modality: audio, topic: it.audio, layers: 2, width: %1$d, lateness: 50ms }
          - { modality: video, topic: it.video, layers: 2, width: %1$d, lateness: 50ms }
        align: { %2$s, maxAhead: 60s, maxBack: 60s }
        fusion: { plan: late, width: 8, batch: { size: 16, linger: 5ms } }
        outputs: { predictions: it.predictions, rejected: it.rejected }
        models: { topic: it.models, partBytes: 4KB }
        train: { labels: it.labels, examples: it.examples, firstRound: 60, roundEvery: 60, epochs: 30, learningRate: 0.01 }
        registry: { schema.registry.url: "%3$s" }
        kafka:
          bootstrap.servers: "%4$s"
          state.dir: "%5$s"
          session.timeout.ms: 6000
          heartbeat.interval.ms: 1000
        http: { port: 0 }
        """
            .formatted(width, align, servers.url(), servers.bootstrap(), dir.resolve("state")));
    app = app(partitions, overrides);
    codecs = new Codecs(app.registry());
  }

  /** Plays on a thread of its own, to the end or until closed. */
  static Thread player(ReplayRun replay) {
    Thread player =
        new Thread(
            () -> {
              try {
                replay.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "player");
    player.setDaemon(true);
    player.start();
    return player;
  }

  /** Another application over the same inputs; its topics are there when this returns. */
  FusionApp app(int partitions, String... overrides) throws IOException {
    FusionApp other = TopologyFile.read(file, List.of(overrides));
    try (Topics topics = new Topics(StreamsSettings.client(other))) {
      topics.create(AppTopics.specs(other, partitions));
    }
    return other;
  }

  /** A processor in a process of its own; its log is {@code NAME.log}, its state apart. */
  Process process(String name, String... options) throws IOException {
    return spawn("process", name, options);
  }

  /** Likewise a trainer. */
  Process train(String name, String... options) throws IOException {
    return spawn("train", name, options);
  }

  /** As {@link #process} or {@link #train}, to be asked how it is. */
  Spawned spawned(String what, String name, String... set) throws IOException {
    List<String> options = new ArrayList<>();
    for (String one : set) {
      options.addAll(List.of("--set", one));
    }
    return new Spawned(
        spawn(what, name, options.toArray(String[]::new)), dir.resolve(name + ".log"));
  }

  private Process spawn(String what, String name, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dskewline.log=INFO");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.skewline.cli.Main", what, file.toString()));
    command.addAll(List.of("--set", "kafka.state.dir=" + dir.resolve(name)));
    command.addAll(List.of(options));
    File log = dir.resolve(name + ".log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  /** A frame whose values say yes (above zero) or no. */
  static Frame frame(
      StreamId stream, Modality modality, long micros, long sequence, boolean yes, Random random) {
    return new Frame(stream, modality, micros, sequence, "s", 0, stack(yes, random, 8));
  }

  static LayerStack stack(boolean yes, Random random, int width) {
    float[][] layers = new float[2][width];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (yes ? 1 : -1) + (float) random.nextGaussian();
      }
    }
    return LayerStack.ofAll(layers);
  }

  /** A small real model, different for every version. */
  Bundle bundle(long version) {
    return bundle(version, app.plan());
  }

  Bundle bundle(long version, FusionPlan plan) {
    return bundle(version, plan, Map.of());
  }

  Bundle bundle(long version, FusionPlan plan, Map<String, Metric> metrics) {
    SsfnShape shape = app.train().fit().with(plan, version).shape();
    return bundle(version, shape, metrics, Certificate.NONE, true);
  }

  Bundle bundle(long version, Certificate certificate) {
    SsfnShape shape = app.train().fit().with(app.plan(), version).shape();
    return bundle(version, shape, Map.of(), certificate, true);
  }

  /** Perhaps for other modalities than the topology's. */
  Bundle bundle(long version, SsfnShape shape) {
    return bundle(version, shape, Map.of(), Certificate.NONE, true);
  }

  /** As {@link #bundle(long)}, but it says yes for no. */
  Bundle badBundle(long version) {
    SsfnShape shape = app.train().fit().with(app.plan(), version).shape();
    return bundle(version, shape, Map.of(), Certificate.NONE, false);
  }

  private Bundle bundle(
      long version,
      SsfnShape shape,
      Map<String, Metric> metrics,
      Certificate certificate,
      boolean right) {
    Random random = new Random(version);
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      boolean yes = random.nextBoolean();
      WindowId id = new WindowId(new StreamId("train-" + i % 6), 0, i * 1000L, i * 1000L + 1000);
      Map<Modality, PooledModality> present = new TreeMap<>();
      for (ModalitySpec spec : shape.modalities()) {
        present.put(spec.modality(), new PooledModality(stack(yes, random, width), 1, i * 1000L));
      }
      examples.add(
          new LabelledWindow(
              new AlignedWindow(id, "", present),
              new Label.ClassTarget(yes == right ? "yes" : "no"),
              "",
              ""));
    }
    FitOptions options = new FitOptions(5, 5, 32, 0.01, 0.2, 0.1, 0.1, 0.01, version);
    return new SsfnTrainer(shape, options)
        .fit(examples.subList(0, 90), examples.subList(90, 120))
        .bundle(version, "", metrics, certificate);
  }

  ModelPublisher publisher() {
    return new ModelPublisher(
        app.models(), codecs.bundleParts(), codecs.activations(), StreamsSettings.client(app));
  }

  void publish(ModelPublisher publisher, Bundle bundle) {
    publisher.publish(bundle, Activation.Role.ACTIVE, "test");
  }

  /** Everything committed on the predictions topic so far. */
  List<Prediction> predictions() throws Exception {
    return predictions(app.outputs().predictions());
  }

  List<Prediction> predictions(String topic) throws Exception {
    List<Prediction> found = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> r : records(topic)) {
      found.add(codecs.predictions().decode(topic, r.key(), r.value()));
    }
    return found;
  }

  /** Everything committed on a topic so far, in order per partition. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Properties config = StreamsSettings.client(app);
    config.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
    }
    return found;
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  private record Servers(
      @Nullable EmbeddedKafka kafka,
      @Nullable EmbeddedRegistry registry,
      String bootstrap,
      String url) {
    static Servers embedded() {
      EmbeddedKafka kafka = EmbeddedKafka.start();
      EmbeddedRegistry registry = EmbeddedRegistry.start();
      return new Servers(kafka, registry, kafka.bootstrapServers(), registry.url());
    }

    static Servers of(ContainerCluster containers) {
      String bootstrap = containers.bootstrapServers();
      return new Servers(null, null, bootstrap, containers.registry().url());
    }
  }
}
