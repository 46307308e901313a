// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.http.Metrics;
import io.skewline.learn.TrainingRound;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.models.LayerFollower;
import io.skewline.models.ModelFollower;
import io.skewline.models.ModelPublisher;
import io.skewline.models.ModelSettings;
import io.skewline.network.NetworkBundleReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.Round;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while the trainer's model, which reads other layers, takes over. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OvertakenTrainerIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final FusionPlan BOTTOM =
      new FusionPlan("explicit", List.of(new LayerPair(AUDIO, 1, VIDEO, 1)));
  private static final FrameLayers BOTH =
      FrameLayers.of(Map.of(AUDIO, List.of(1, 2), VIDEO, List.of(1, 2)));

  private final List<String> active = new CopyOnWriteArrayList<>();
  @TempDir private Path dir;

  @Test
  void shouldGoOnFromTheModelThatOvertookItsOwn() throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("OvertakenTrainerIT: -Dskewline.seed=" + seed);
    List<LabelledWindow> examples = examples(new Random(seed));
    try (TestCluster cluster =
            new TestCluster(dir, 2, "models.announce=8s", "train.firstRound=50000");
        ModelPublisher others = impatient(cluster);
        Metrics metrics = new Metrics();
        LayerFollower announced =
            new LayerFollower(
                cluster.app.models(),
                cluster.codecs.activations(),
                StreamsSettings.client(cluster.app));
        TrainerApp trainer =
            new TrainerApp(cluster.app, metrics, new Meters(metrics.registry()), result -> {})) {
      Bundle later =
          TrainingRound.run(cluster.app.train().fit(), examples, 9, Optional.empty()).bundle();
      // Learnt from labels that mean the opposite: the trainer's will be better.
      others.publish(cluster.bundle(1, BOTTOM), Role.ACTIVE, "first");
      send(cluster, examples);
      announced.start();
      trainer.start();
      CompletableFuture<Optional<Round>> round = trainer.training().roundNow();
      await().atMost(SOON).until(() -> announced.layers().equals(BOTH));
      others.publish(later, Role.ACTIVE, "by hand");

      assertThat(round.get(60, TimeUnit.SECONDS).orElseThrow().better()).isTrue();
      Round next = trainer.training().roundNow().get(60, TimeUnit.SECONDS).orElseThrow();
      assertThat(next.bundle().manifest().version()).isEqualTo(10);
      assertThat(next.bundle().manifest().parentHash())
          .as("measured against what overtook")
          .isEqualTo(later.hash());
      assertThat(trainer.training().error()).isEmpty();
    }
  }

  /** It retries what its own follower has taken over already. */
  @Test
  void shouldGoOnAfterAPublicationThatFailedBeforeItsLastStep() throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("OvertakenTrainerIT: -Dskewline.seed=" + seed);
    List<LabelledWindow> examples = examples(new Random(seed));
    try (TestCluster cluster =
            new TestCluster(dir, 2, "models.announce=8s", "train.firstRound=50000");
        ModelPublisher others = impatient(cluster);
        Metrics metrics = new Metrics();
        ModelFollower follower = follower(cluster);
        TrainerApp trainer =
            new TrainerApp(cluster.app, metrics, new Meters(metrics.registry()), result -> {})) {
      others.publish(cluster.bundle(1, BOTTOM), Role.ACTIVE, "first");
      send(cluster, examples);
      follower.start();
      trainer.start();
      CompletableFuture<Optional<Round>> round = trainer.training().roundNow();
      await().atMost(SOON).until(() -> active.size() == 2);
      deleteFirstPart(cluster, active.get(1));

      Bundle ours = round.get(60, TimeUnit.SECONDS).orElseThrow().bundle();
      assertThat(active.get(1)).isEqualTo(ours.hash());
      Round next = trainer.training().roundNow().get(60, TimeUnit.SECONDS).orElseThrow();
      assertThat(next.bundle().manifest().parentHash()).isEqualTo(ours.hash());
      assertThat(follower.history().entries())
          .filteredOn(entry -> entry.activation().hash().equals(ours.hash()))
          .as("one step failed, both were written again")
          .hasSizeGreaterThanOrEqualTo(3);
      assertThat(trainer.training().error()).isEmpty();
    }
  }

  private ModelFollower follower(TestCluster cluster) {
    return new ModelFollower(
        cluster.app.models(),
        cluster.codecs.bundleParts(),
        cluster.codecs.activations(),
        NetworkBundleReader.expecting(cluster.app.specs(), cluster.app.task()),
        (model, activation) -> {
          active.add(model.hash());
          model.close();
        },
        Meters.unread(),
        StreamsSettings.client(cluster.app));
  }

  private static void deleteFirstPart(TestCluster cluster, String hash) {
    byte[] key = ("part/" + hash + "/0").getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer = producer(cluster)) {
      producer.send(new ProducerRecord<>(cluster.app.models().topic(), key, null));
    }
  }

  /** One who does not wait between the steps. */
  private static ModelPublisher impatient(TestCluster cluster) {
    ModelSettings models = cluster.app.models();
    return new ModelPublisher(
        new ModelSettings(models.topic(), models.partBytes()),
        cluster.codecs.bundleParts(),
        cluster.codecs.activations(),
        StreamsSettings.client(cluster.app));
  }

  /** Where a yes is below zero. */
  private static List<LabelledWindow> examples(Random random) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      boolean yes = random.nextBoolean();
      WindowId id = new WindowId(new StreamId("cam-" + i % 12), 0, i * 1000L, i * 1000L + 1000);
      Map<Modality, PooledModality> present =
          Map.of(
              AUDIO, new PooledModality(TestCluster.stack(!yes, random, 8), 1, i * 1000L),
              VIDEO, new PooledModality(TestCluster.stack(!yes, random, 8), 1, i * 1000L));
      examples.add(
          new LabelledWindow(
              new AlignedWindow(id, "", present),
              new Label.ClassTarget(yes ? "yes" : "no"),
              "",
              ""));
    }
    return examples;
  }

  private static void send(TestCluster cluster, List<LabelledWindow> examples) {
    String topic = cluster.app.train().examplesTopic();
    try (KafkaProducer<byte[], byte[]> producer = producer(cluster)) {
      for (LabelledWindow example : examples) {
        byte[] key = example.window().id().stream().value().getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(topic, key, cluster.codecs.examples().encode(topic, example)));
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(TestCluster cluster) {
    return new KafkaProducer<>(
        StreamsSettings.client(cluster.app), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
