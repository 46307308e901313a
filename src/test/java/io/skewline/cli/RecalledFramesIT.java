// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Prediction;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearest mode under exactly-once, whose changelog holds offsets: what kill -9 leaves of it. */
class RecalledFramesIT {
  private static final String ALIGN =
      "nearest: { anchor: audio, tolerance: 20ms }, deadline: 60s, idle: 1h";
  private static final int WIDTH = 256;
  private static final int STREAMS = 6;
  private static final int TICKS = 250;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path dir;

  /** In memory each start is on another disk; on RocksDB, on the one that the kill left behind. */
  @ParameterizedTest
  @ValueSource(strings = {"memory", "rocksdb"})
  void shouldTellTheSameAsAProcessorThatWasLeftAlone(String store) throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("RecalledFramesIT: -Dskewline.seed=" + seed);
    Random random = new Random(seed);
    try (TestCluster cluster = started(2)) {
      Process processor = start(cluster, "first", store);
      CompletableFuture<Void> published = publish(cluster, seed);
      for (String next : List.of("second", "third")) {
        int killAfter = cluster.predictions().size() + 100 + random.nextInt(300);
        await().atMost(LONG).until(() -> cluster.predictions().size() >= killAfter);
        processor.destroyForcibly().waitFor();
        processor = start(cluster, next, store);
      }
      published.get(2, TimeUnit.MINUTES);
      processor.destroy();
      assertThat(processor.waitFor(30, TimeUnit.SECONDS)).isTrue();
      drain(start(cluster, "last", store, "--drain"));

      assertThat(log("second") + log("third")).contains("frames again, among");
      assertThat(log("second") + log("third")).doesNotContain("no longer on topic");
      // What a killed processor had open hides what comes behind, until its transaction times out.
      await().atMost(LONG).until(() -> cluster.predictions().size() >= STREAMS * TICKS);
      assertSame(predictions(cluster, cluster.app), calm(cluster), "seed " + seed);
      assertThat(changelogBytes(cluster) / (2.0 * STREAMS * TICKS))
          .as("of a frame of %d bytes", 2 * WIDTH * Float.BYTES)
          .isLessThan(300);
    }
  }

  @Test
  void shouldKeepInTheBooksWhatItsTopicNoLongerHas() throws Exception {
    try (TestCluster cluster = started(1)) {
      Process processor = cluster.process("first");
      StreamId stream = new StreamId("cam");
      long base = System.currentTimeMillis() * 1000;
      try (FramePublisher publisher = Publishers.connect(cluster.app)) {
        for (int i = 0; i < 4; i++) {
          // All within the allowed lateness: nothing is certain yet.
          publisher.publish(frame(stream, AUDIO, base + i * 10_000, i, new Random(i)));
          publisher.publish(frame(stream, VIDEO, base + i * 10_000 + 1_000, i, new Random(i)));
        }
        publisher.flush();
      }
      await().atMost(LONG).until(() -> received(cluster) == 8);
      processor.destroyForcibly().waitFor();
      delete(cluster, Map.of("it.video", 2L, "it.audio", 1L));
      drain(cluster.process("last", "--drain"));

      assertThat(log("last"))
          .contains("2 frames that open windows hold are no longer on topic it.video partition 0")
          .contains("retention.ms");
      var told = predictions(cluster, cluster.app);
      assertThat(told.values())
          .extracting(Prediction::verdict)
          .containsExactly(
              Verdict.DROPPED_UNPAIRED, Verdict.FUSED_MISSING, Verdict.FUSED, Verdict.FUSED);
      assertThat(told.values())
          .extracting(Prediction::missing)
          .containsExactly(List.of(AUDIO, VIDEO), List.of(VIDEO), List.of(), List.of());
      for (Balance balance : ledger(cluster).values()) {
        assertThat(balance.open()).isZero();
        assertThat(balance.outcomes())
            .containsEntry(Outcome.FUSED, 3L)
            .containsEntry(Outcome.UNPAIRED, 1L);
      }
    }
  }

  private Process start(TestCluster cluster, String name, String store, String... options)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--set", "align.store=" + store));
    if (store.equals("rocksdb")) {
      all.addAll(List.of("--set", "kafka.state.dir=" + dir.resolve("kept")));
    }
    return cluster.process(name, all.toArray(String[]::new));
  }

  private TestCluster started(int partitions) throws Exception {
    TestCluster cluster = new TestCluster(dir, partitions, ALIGN, WIDTH);
    try (ModelPublisher publisher = cluster.publisher()) {
      cluster.publish(publisher, cluster.bundle(1));
    }
    return cluster;
  }

  /** In real time; video comes 150 ms after its audio, so that at every commit frames wait. */
  private static CompletableFuture<Void> publish(TestCluster cluster, long seed) {
    CountDownLatch pace = new CountDownLatch(1);
    return CompletableFuture.runAsync(
        () -> {
          Random random = new Random(seed);
          long base = System.currentTimeMillis() * 1000;
          try (FramePublisher publisher = Publishers.connect(cluster.app)) {
            for (int tick = 0; tick < TICKS + 4; tick++) {
              for (int s = 0; s < STREAMS; s++) {
                StreamId stream = new StreamId("cam-" + s);
                if (tick < TICKS) {
                  publisher.publish(frame(stream, AUDIO, base + tick * 40_000L, tick, random));
                }
                if (tick >= 4) {
                  long time = base + (tick - 4) * 40_000L + random.nextInt(30_000);
                  publisher.publish(frame(stream, VIDEO, time, tick - 4, random));
                }
              }
              pace.await(40, TimeUnit.MILLISECONDS);
            }
            publisher.flush();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static Frame frame(
      StreamId stream, Modality modality, long micros, long sequence, Random random) {
    return new Frame(
        stream,
        modality,
        micros,
        sequence,
        "s",
        0,
        TestCluster.stack(random.nextBoolean(), random, WIDTH));
  }

  private static void drain(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private Map<WindowId, Prediction> calm(TestCluster cluster) throws Exception {
    String[] own = {"name=calm", "outputs.predictions=calm.told", "outputs.rejected=calm.rejected"};
    FusionApp app = cluster.app(2, own);
    drain(cluster.process("calm", "--drain", "--set", own[0], "--set", own[1], "--set", own[2]));
    return predictions(cluster, app);
  }

  private static Map<WindowId, Prediction> predictions(TestCluster cluster, FusionApp app)
      throws Exception {
    Map<WindowId, Prediction> told = new TreeMap<>();
    for (Prediction prediction : cluster.predictions(app.outputs().predictions())) {
      assertThat(told.put(prediction.window(), prediction)).as("told twice").isNull();
    }
    return told;
  }

  private static void assertSame(
      Map<WindowId, Prediction> actual, Map<WindowId, Prediction> expected, String seed) {
    assertThat(expected).as(seed).hasSize(STREAMS * TICKS);
    assertThat(actual.keySet()).as(seed).isEqualTo(expected.keySet());
    expected.forEach(
        (window, calm) -> {
          Prediction told = actual.get(window);
          assertThat(told.verdict()).as(seed).isEqualTo(calm.verdict());
          assertThat(told.offsetsMicros()).as(seed).isEqualTo(calm.offsetsMicros());
          float[] scores = calm.scored().orElseThrow().score().scores();
          assertThat(told.scored().orElseThrow().score().scores())
              .as(seed)
              .containsExactly(scores, within(1e-5f));
        });
  }

  private static Map<Modality, Balance> ledger(TestCluster cluster) {
    return LedgerReader.read(StreamsSettings.client(cluster.app), cluster.app.name());
  }

  private static long received(TestCluster cluster) {
    return ledger(cluster).values().stream().mapToLong(Balance::in).sum();
  }

  private static void delete(TestCluster cluster, Map<String, Long> before) throws Exception {
    Map<TopicPartition, RecordsToDelete> records = new java.util.HashMap<>();
    before.forEach(
        (topic, offset) ->
            records.put(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)));
    try (Admin admin = Admin.create(StreamsSettings.client(cluster.app))) {
      admin.deleteRecords(records).all().get();
    }
  }

  private static long changelogBytes(TestCluster cluster) throws Exception {
    try (Admin admin = Admin.create(StreamsSettings.client(cluster.app))) {
      return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
          .flatMap(dirs -> dirs.values().stream())
          .flatMap(dir -> dir.replicaInfos().entrySet().stream())
          .filter(replica -> replica.getKey().topic().equals("it-align-changelog"))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    }
  }

  private String log(String name) throws Exception {
    return Files.readString(dir.resolve(name + ".log"));
  }
}
