// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.cli.Spawned.Health;
import io.skewline.fusion.BundleReader;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelPublisher;
import io.skewline.network.NetworkBundleReader;
import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.TrainingTopology;
import io.skewline.train.CheckpointView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a processor and to a trainer, each in its own process, under load. */
class ShutdownIT {
  /** What 128 + SIGTERM is: the process went because it was told to. */
  private static final int TERMINATED = 143;

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String ALIGN = "windows: { size: 200ms }, deadline: 20s";

  @TempDir private Path dir;

  /**
   * At least once and with a minute between commits: whatever a close does not commit comes again.
   */
  @Test
  void shouldSayNotReadyThenCommitAndGo() throws Exception {
    String[] settings = {
      "kafka.processing.guarantee=at_least_once",
      "kafka.commit.interval.ms=60000",
      "shutdown.notice=2s",
      "shutdown.within=20s"
    };
    try (TestCluster cluster = new TestCluster(dir, 3, ALIGN, 8)) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      int windows;
      try (SteadyTraffic traffic = new SteadyTraffic(cluster, 8, 1)) {
        try (Spawned first = cluster.spawned("process", "first", settings).awaitReady()) {
          await().atMost(LONG).until(() -> cluster.predictions().size() > 100);
          terminate(first, Duration.ofSeconds(2), Duration.ofSeconds(20));
        }
        int before = cluster.predictions().size();
        try (Spawned second = cluster.spawned("process", "second", settings)) {
          second.awaitReady();
          await().atMost(LONG).until(() -> cluster.predictions().size() > before + 100);
          windows = traffic.stop();
          awaitPredictions(cluster, windows);
          second.terminate().exit(Duration.ofSeconds(30));
        }
      }
      assertOncePerWindow(cluster.predictions(), windows);
      assertBalanced(cluster, windows);
    }
  }

  /** A round that would take far longer than there is time for is broken off, and run later. */
  @Test
  void shouldLearnFromEachWindowOnceThoughARoundIsBrokenOff() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2, ALIGN, 8)) {
      String[] slow = {
        "train.epochs=100000",
        "train.batchSize=1",
        "train.learningRate=0.0000001",
        "shutdown.within=8s"
      };
      FusionApp app = cluster.app(2);
      String topic = app.train().examplesTopic();
      int windows;
      try (SteadyTraffic traffic = new SteadyTraffic(cluster, 8, 2)) {
        try (Spawned first =
            cluster.spawned("train", "first", with(slow, dir, "http.trainerPort=0"))) {
          first.awaitReady();
          // The first round is due after 60, and blocks.
          await().atMost(LONG).until(() -> cluster.records(topic).size() >= 150);
          terminate(first, Duration.ZERO, Duration.ofSeconds(8));
          assertThat(first.log()).contains("The round under way is broken off");
        }
        assertThat(view(app).rounds()).isZero();
        String[] quick = with(new String[] {"train.epochs=5"}, dir, "http.trainerPort=0");
        try (Spawned second = cluster.spawned("train", "second", quick)) {
          second.awaitReady();
          await().atMost(LONG).until(() -> view(app).rounds() >= 1);
          windows = traffic.stop();
          await().atMost(LONG).until(() -> view(app).met() == windows);
          second.terminate().exit(Duration.ofSeconds(30));
        }
      }
      List<WindowId> learned = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> r : cluster.records(topic)) {
        LabelledWindow example = cluster.codecs.examples().decode(topic, r.key(), r.value());
        learned.add(example.window().id());
      }
      assertThat(learned).doesNotHaveDuplicates().hasSize(windows);
      assertThat(view(app).met()).isEqualTo(windows);
      Map<?, Balance> ledger =
          LedgerReader.read(StreamsSettings.client(app), TrainingTopology.applicationId(app));
      assertThat(ledger.values())
          .allSatisfy(
              balance -> assertThat(balance.in()).isEqualTo((long) windows * SteadyTraffic.FRAMES));
    }
  }

  private static String[] with(String[] some, Path dir, String more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.add("train.checkpoint=" + dir.resolve("checkpoint"));
    all.add(more);
    return all.toArray(String[]::new);
  }

  private CheckpointView view(FusionApp app) throws Exception {
    BundleReader bundles = NetworkBundleReader.expecting(app.specs(), app.task());
    return CheckpointView.of(dir.resolve("checkpoint"), app.train(), bundles)
        .orElse(new CheckpointView(0, 0, 0, 0, "", false));
  }

  /** What is given notice says so while it lives; nothing takes longer than it may. */
  private static void terminate(Spawned process, Duration notice, Duration within)
      throws Exception {
    long fromNanos = System.nanoTime();
    process.terminate();
    if (!notice.isZero()) {
      await()
          .atMost(notice)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> toldToStop(process.health()));
      assertThat(process.alive()).isTrue();
    }
    // What a JVM needs to go once all is closed comes on top.
    int exit = process.exit(notice.plus(within).plusSeconds(5));
    System.out.printf(
        "ShutdownIT: exit status %d, %d ms after SIGTERM with notice %s and within %s%n",
        exit, Duration.ofNanos(System.nanoTime() - fromNanos).toMillis(), notice, within);
    assertThat(exit).as(process.log()).isEqualTo(TERMINATED);
  }

  private static boolean toldToStop(Health health) {
    return health.status() == 503 && health.body().contains("RUNNING, told to stop");
  }

  static void awaitPredictions(TestCluster cluster, int windows) {
    await().atMost(LONG).until(() -> cluster.predictions().size() >= windows);
  }

  /** Each frame has an outcome, of processor and trainer alike. */
  static void assertBalanced(TestCluster cluster, int windows) {
    Map<?, Balance> ledger =
        LedgerReader.read(StreamsSettings.client(cluster.app), cluster.app.name());
    assertThat(ledger.values())
        .hasSize(2)
        .allSatisfy(
            balance -> {
              assertThat(balance.in()).isEqualTo((long) windows * SteadyTraffic.FRAMES);
              assertThat(balance.outcomes().values().stream().mapToLong(n -> n).sum())
                  .isEqualTo(balance.in());
              assertThat(balance.open()).isZero();
            });
  }

  static void assertOncePerWindow(List<Prediction> predictions, int windows) {
    assertThat(predictions.stream().map(Prediction::window).toList())
        .doesNotHaveDuplicates()
        .hasSize(windows);
  }
}
