// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.BundleReader;
import io.skewline.learn.online.Answer;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelFollower;
import io.skewline.network.NetworkBundleReader;
import io.skewline.replay.FramePublisher;
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
import java.util.Optional;
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
 * by hash. Of the whole trainer, where rounds depend on time, each window counts once and the final
 * model is as good within one standard error. {@code -Dskewline.prove.kills=50}, or the Maven
 * profile {@code prove}, kills more often.
 */
class KilledTrainerIT {
  private static final int KILLS = Integer.getInteger("skewline.prove.kills", 5);
  private static final int ROUNDS = Math.max(10, KILLS);
  private static final int EXAMPLES = 60 * ROUNDS;

  /** A gate that is as good as open: of bundles that nobody publishes none could get lost. */
  private static final String[] DETERMINISTIC = {
    "train.deterministic=true",
    "train.drift=none",
    "train.maxExamples=300",
    "train.gate.confidence=0.5",
    "train.gate.maxCalibrationDrop=1",
    "train.gate.maxMissingDrop=1"
  };

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

    Life(TestCluster cluster, String name, int partitions, String... settings) throws IOException {
      this.cluster = cluster;
      this.name = name;
      this.set = new ArrayList<>(List.of(settings));
      set.add("name=" + name);
      set.add("models.topic=" + name + ".models");
      set.add("train.checkpoint=" + dir.resolve(name + "-checkpoint"));
      this.app = cluster.app(partitions, set.toArray(String[]::new));
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

    /** The state once everything has been taken, learnt and published. */
    CheckpointView end(long examples, long rounds) throws Exception {
      await()
          .atMost(LONG)
          .until(
              () -> {
                CheckpointView view = view();
                return view.met() == examples && view.rounds() >= rounds && !view.unpublished();
              });
      return view();
    }

    /**
     * At a moment up to a second after so many examples; one in five while the process starts, the
     * others once its learner has gone on.
     */
    void killAfter(long examples) throws Exception {
      await().atMost(LONG).until(() -> view().met() >= examples);
      if (random.nextInt(5) > 0) {
        Path log = logs.get(logs.size() - 1);
        await().atMost(LONG).until(() -> Files.readString(log).contains("The learner "));
      }
      process.waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS);
      kill();
      System.out.println("KilledTrainerIT: killed at " + view());
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

    /** Of the active model. */
    double accuracy(List<LabelledWindow> windows) {
      try (Champion champion = new Champion();
          ModelFollower follower =
              new ModelFollower(
                  app.models(),
                  cluster.codecs.bundleParts(),
                  cluster.codecs.activations(),
                  NetworkBundleReader.expecting(app.specs(), app.task()),
                  champion,
                  Meters.unread(),
                  StreamsSettings.client(app))) {
        follower.start();
        List<Optional<Answer>> answers =
            champion.ask(model -> Answer.of(model, windows)).orElseThrow();
        return answers.stream()
            .mapToInt(a -> a.orElseThrow().hit() ? 1 : 0)
            .average()
            .orElseThrow();
      }
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
    System.out.println("KilledTrainerIT: -Dskewline.seed=" + seed + ", kills " + KILLS);
    try (TestCluster cluster = new TestCluster(dir, 1)) {
      send(cluster, examples(random, EXAMPLES));
      Life undisturbed = new Life(cluster, "undisturbed", 1, DETERMINISTIC);
      Life killed = undisturbed;
      try {
        CheckpointView expected = undisturbed.end(EXAMPLES, ROUNDS);
        undisturbed.kill();
        killed = new Life(cluster, "killed", 1, DETERMINISTIC);
        for (long at : random.longs(KILLS, 0, EXAMPLES).sorted().toArray()) {
          killed.killAfter(at);
          killed.start();
        }
        CheckpointView found = killed.end(EXAMPLES, ROUNDS);
        System.out.println("KilledTrainerIT: " + found);
        System.out.println("KilledTrainerIT: ms to go on " + killed.resumedAfterMillis());
        assertThat(found).isEqualTo(expected);
        assertThat(killed.published()).isEqualTo(undisturbed.published()).hasSizeGreaterThan(1);
      } finally {
        killed.process.destroyForcibly();
      }
    }
  }

  /** Frames and labels of two partitions; rounds where time puts them. */
  @Test
  void shouldCountEachWindowOnceAndLearnAsMuchFromFramesAndLabels() throws Exception {
    System.out.println("KilledTrainerIT: -Dskewline.seed=" + seed + ", whole");
    try (TestCluster cluster = new TestCluster(dir, 2)) {
      int windows = publish(cluster);
      List<LabelledWindow> fresh = examples(new Random(seed + 1), 400);
      Life undisturbed = new Life(cluster, "undisturbed", 2, "train.examples=undisturbed.examples");
      Life killed = undisturbed;
      try {
        CheckpointView expected = undisturbed.end(windows, 1);
        undisturbed.kill();
        killed = new Life(cluster, "killed", 2, "train.examples=killed.examples");
        for (long at : random.longs(Math.max(2, KILLS / 10), 0, windows).sorted().toArray()) {
          killed.killAfter(at);
          killed.start();
        }
        CheckpointView found = killed.end(windows, 1);
        System.out.println("KilledTrainerIT: " + expected + " undisturbed, " + found + " killed");
        assertThat(cluster.records("killed.examples")).hasSize(windows);
        assertThat(found.met()).isEqualTo(expected.met()).isEqualTo(windows);
        double score = undisturbed.accuracy(fresh);
        // Other rounds, other models: two scores, each with its own error, so that within a single
        // one they would not be one time in three.
        double error = Math.sqrt(2 * score * (1 - score) / fresh.size());
        assertThat(killed.accuracy(fresh)).isCloseTo(score, within(2 * error));
      } finally {
        killed.process.destroyForcibly();
      }
    }
  }

  /** All frames and labels of some streams; how many windows they make. */
  private int publish(TestCluster cluster) {
    int streams = 8;
    int windows = 60;
    long size = 200_000;
    long base = (System.currentTimeMillis() * 1000 - windows * size) / size * size;
    try (FramePublisher publisher = Publishers.connect(cluster.app)) {
      for (int s = 0; s < streams; s++) {
        StreamId stream = new StreamId("cam-" + s);
        for (int w = 0; w < windows; w++) {
          boolean yes = random.nextInt(3) == 0;
          long start = base + w * size;
          for (Modality modality : List.of(AUDIO, VIDEO)) {
            long sequence = publisher.nextSequence(stream, modality);
            publisher.publish(
                TestCluster.frame(stream, modality, start + size / 2, sequence, yes, random));
          }
          publisher.publish(new Label(stream, start, start + size, target(yes, random), "", ""));
        }
        for (Modality modality : List.of(AUDIO, VIDEO)) {
          publisher.end(stream, modality, base + windows * size, "s");
        }
      }
      publisher.flush();
    }
    return streams * windows;
  }

  /** One in five is wrong. */
  private static Label.Target target(boolean yes, Random random) {
    return new Label.ClassTarget(random.nextInt(5) > 0 == yes ? "yes" : "no");
  }

  /** Of two classes that overlap, so that rounds differ and the gate has something to weigh. */
  private static List<LabelledWindow> examples(Random random, int count) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean yes = random.nextInt(3) == 0;
      WindowId id = new WindowId(new StreamId("cam-" + i % 12), 0, i * 1000L, i * 1000L + 1000);
      Map<Modality, PooledModality> present =
          Map.of(
              AUDIO, new PooledModality(TestCluster.stack(yes, random, 8), 1, i * 1000L),
              VIDEO, new PooledModality(TestCluster.stack(yes, random, 8), 1, i * 1000L));
      examples.add(
          new LabelledWindow(new AlignedWindow(id, "", present), target(yes, random), "", ""));
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
