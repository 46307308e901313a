// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedKafkaOptions;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.modality.AlignedWindow;
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
import io.skewline.network.SsfnTrainer;
import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import io.skewline.topology.TopologyFile;
import io.skewline.wire.Codecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A broker that soon gives up on a dead client, a registry, a topology file, one model. */
final class ProvingGround implements AutoCloseable {
  private final EmbeddedKafka kafka =
      EmbeddedKafka.start(
          EmbeddedKafkaOptions.temporary()
              .with(
                  Map.of(
                      "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500",
                      "group.min.session.timeout.ms", "1000")));
  private final EmbeddedRegistry registry = EmbeddedRegistry.start();
  private final int partitions;
  final Path file;
  final Codecs codecs;

  ProvingGround(Path dir, Rules rules, int partitions) throws IOException {
    this.partitions = partitions;
    file = dir.resolve("prove.yaml");
    Files.writeString(
        file,
        """
        name: prove
        task: { type: classification, labels: ["no", "yes"] }
        %s
        fusion: { plan: late, width: 8, batch: { size: 16, linger: 50ms } }
        outputs: { predictions: prove.told, rejected: prove.rejected, ledger: prove.ledger }
        models: { topic: prove.models }
        train: { labels: prove.labels, examples: prove.examples }
        registry: { schema.registry.url: "%s" }
        kafka:
          bootstrap.servers: "%s"
          state.dir: "%s"
          num.stream.threads: 2
          session.timeout.ms: 5000
          heartbeat.interval.ms: 1000
          producer.transaction.timeout.ms: 6000
        http: { port: 0 }
        """
            .formatted(
                rules.yaml(), registry.url(), kafka.bootstrapServers(), dir.resolve("state")));
    FusionApp app = app(List.of());
    codecs = new Codecs(app.registry());
    try (ModelPublisher publisher =
        new ModelPublisher(
            app.models(),
            codecs.bundleParts(),
            codecs.activations(),
            StreamsSettings.client(app))) {
      publisher.publish(bundle(app), Activation.Role.ACTIVE, "the only one");
    }
  }

  /**
   * Another application over the same inputs; its topics are there when this returns.
   *
   * @param overrides keys of the topology file
   */
  FusionApp app(List<String> overrides) throws IOException {
    FusionApp app = TopologyFile.read(file, overrides);
    try (Topics topics = new Topics(StreamsSettings.client(app))) {
      topics.create(AppTopics.specs(app, partitions));
    }
    return app;
  }

  private static Bundle bundle(FusionApp app) {
    Random random = new Random(1);
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      boolean yes = random.nextBoolean();
      WindowId id = new WindowId(new StreamId("train-" + i % 6), 0, i * 1000L, i * 1000L + 1000);
      Map<Modality, PooledModality> present = new TreeMap<>();
      for (ModalitySpec spec : app.specs()) {
        present.put(spec.modality(), new PooledModality(stack(spec, yes, random), 1, i * 1000L));
      }
      examples.add(
          new LabelledWindow(
              new AlignedWindow(id, "", present),
              new Label.ClassTarget(yes ? "yes" : "no"),
              "",
              ""));
    }
    return new SsfnTrainer(app.shape(), new FitOptions(5, 5, 32, 0.01, 0.2, 0.1, 0.1, 0.01, 1))
        .fit(examples.subList(0, 90), examples.subList(90, 120))
        .bundle(1, "", Map.of());
  }

  private static LayerStack stack(ModalitySpec spec, boolean yes, Random random) {
    float[][] layers = new float[spec.layers()][spec.width()];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (yes ? 1 : -1) + (float) random.nextGaussian();
      }
    }
    return LayerStack.ofAll(layers);
  }

  @Override
  public void close() {
    registry.close();
    kafka.close();
  }
}
