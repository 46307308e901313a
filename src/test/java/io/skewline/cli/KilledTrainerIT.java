// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.BundleReader;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.NetworkBundleReader;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.CheckpointView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of a trainer, in its own process, at moments drawn by chance: in the deterministic mode
 * the count of examples, the rounds and the bundles are those of a run that nobody disturbed, hash
 * by hash. {@code -Dskewline.prove.kills=50}, or the Maven profile {@code prove}, kills more often.
 */
class KilledTrainerIT {
  private static final int EXAMPLES = 600;
  private static final int ROUNDS = 10;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Pattern RESUMED = Pattern.compile("The learner goes on .* after (\\d+) ms");

  @TempDir private Path dir;
  private final long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
  private final Random random = new Random(seed);

  /** One trainer's life over one examples topic, however many processes it takes. */
  private final class Life {
    private final TestCluster cluster;
    private final String name;
    private final FusionApp app;
    private final List<String> set;
    private final List<Path> logs = new ArrayList<>();
    private Process process;

    Life(TestCluster cluster, String name) throws IOException {
      this.cluster = cluster;
      this.name = name;
      this.set =
          List.of(
              "name=" + name,
              "models.topic=" + name + ".models",
              "train.checkpoint=" + dir.resolve(name + "-checkpoint"),
              "train.deterministic=true",
              "train.drift=none");
      this.app = cluster.app(1, set.toArray(String[]::new));
      start();
    }

    void start() throws IOException {
      String run = name + "-" + logs.size();
      logs.add(dir.resolve(run + ".log"));
      process =
          cluster.train(
              run,
              set.stream().flatMap(one -> List.of("--set", one).stream()).toArray(String[]::new));
    }

    CheckpointView view() throws IOException {
      BundleReader bundles = NetworkBundleReader.expecting(app.specs(), app.task());
      return CheckpointView.of(StreamsSettings.checkpoint(app), app.train(), bundles)
          .orElse(new CheckpointView(0, 0, 0, 0, "", false));
    }

    void awaitMet(long examples) {
      await().atMost(LONG).until(() -> view().met() >= examples);
    }

    /** The state once everything has been learnt and published. */
    CheckpointView end() throws Exception {
      await()
          .atMost(LONG)
          .until(
              () -> view().met() == EXAMPLES && view().rounds() == ROUNDS && !view().unpublished());
      return view();
    }

    void kill() throws InterruptedException {
      assertThat(process.isAlive()).as("see %s", logs.get(logs.size() - 1)).isTrue();
      process.destroyForcibly().waitFor();
    }

    /** The hashes of what became active, in order; a kill may have one written twice. */
    List<String> published() throws Exception {
      String topic = app.models().topic();
      List<String> hashes = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> r : cluster.records(topic)) {
        if (new String(r.key(), StandardCharsets.UTF_8).equals("activation/active")) {
          hashes.add(cluster.codecs.activations().decode(topic, r.key(), r.value()).hash());
        }
      }
      return hashes.stream().distinct().toList();
    }

    List<Long> resumedAfterMillis() throws IOException {
      List<Long> found = new ArrayList<>();
      for (Path log : logs) {
        Matcher matcher = RESUMED.matcher(Files.readString(log));
        while (matcher.find()) {
          found.add(Long.parseLong(matcher.group(1)));
        }
      }
      return found;
    }
  }

  @Test
  void shouldGoOnAsIfNothingHadHappened() throws Exception {
    int kills = Integer.getInteger("skewline.prove.kills", 5);
    System.out.println("KilledTrainerIT: -Dskewline.seed=" + seed + ", kills " + kills);
    try (TestCluster cluster = new TestCluster(dir, 1)) {
      send(cluster, examples(new Random(seed)));
      Life undisturbed = new Life(cluster, "undisturbed");
      CheckpointView expected = undisturbed.end();
      undisturbed.kill();
      Life killed = new Life(cluster, "killed");
      for (long at : random.longs(kills, 0, EXAMPLES).sorted().toArray()) {
        killed.awaitMet(at);
        killed.process.waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS);
        killed.kill();
        killed.start();
      }
      CheckpointView found = killed.end();
      killed.kill();
      System.out.println(
          "KilledTrainerIT: " + found + ", resumed after " + killed.resumedAfterMillis() + " ms");
      assertThat(found).isEqualTo(expected);
      assertThat(killed.published()).isEqualTo(undisturbed.published()).hasSizeGreaterThan(1);
    }
  }

  /** Of two classes that overlap, so that rounds differ and the gate has something to weigh. */
  private static List<LabelledWindow> examples(Random random) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      boolean yes = random.nextInt(3) == 0;
      boolean said = random.nextInt(5) > 0 == yes;
      WindowId id = new WindowId(new StreamId("cam-" + i % 12), 0, i * 1000L, i * 1000L + 1000);
      Map<Modality, PooledModality> present =
          Map.of(
              AUDIO, new PooledModality(TestCluster.stack(yes, random, 8), 1, i * 1000L),
              VIDEO, new PooledModality(TestCluster.stack(yes, random, 8), 1, i * 1000L));
      examples.add(
          new LabelledWindow(
              new AlignedWindow(id, "", present),
              new Label.ClassTarget(said ? "yes" : "no"),
              "",
              ""));
    }
    return examples;
  }

  private static void send(TestCluster cluster, List<LabelledWindow> examples) {
    String topic = cluster.app.train().examplesTopic();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            StreamsSettings.client(cluster.app),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (LabelledWindow example : examples) {
        byte[] key = example.window().id().stream().value().getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(topic, key, cluster.codecs.examples().encode(topic, example)));
      }
    }
  }
}
