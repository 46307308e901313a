// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.ModelDecision;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.Round;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bad model is made active by hand, past every gate, and goes by itself; a candidate is heard.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RollbackIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long SIZE = 200_000;
  private static final int LABELS = 400;

  private final long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
  private final AtomicBoolean stop = new AtomicBoolean();
  @TempDir private Path dir;

  @Test
  void shouldTakeBackABadModelWithinTheSetNumberOfLabels() throws Exception {
    System.out.println("RollbackIT: -Dskewline.seed=" + seed);
    try (TestCluster cluster =
            new TestCluster(
                dir,
                2,
                "models.rollback.minLabels=40",
                "models.rollback.probation=" + LABELS,
                "models.shadowShare=0.5",
                "train.firstRound=50000");
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, new Metrics(), new Meters(metrics.registry()));
        ModelPublisher publisher = cluster.publisher();
        FramePublisher frames = Publishers.connect(cluster.app)) {
      Bundle good = cluster.bundle(1);
      Bundle bad = cluster.badBundle(2);
      cluster.publish(publisher, good);
      processor.start();
      Thread load = load(frames);
      try (TrainerApp trainer = trainer(cluster)) {
        trainer.start();
        awaitLabelled(trainer, 1, 100);
        publisher.publish(bad, Activation.Role.CANDIDATE, "a shadow first");
        await().atMost(SOON).until(() -> shadowed(cluster) >= 50);
        int promoted =
            Main.commandLine()
                .execute(
                    "models", "promote", cluster.file.toString(), bad.hash(), "--reason=forced");
        assertThat(promoted).isZero();
        await().atMost(SOON).until(() -> processor.active().hash().equals(hash(bad)));
        await().atMost(SOON).until(() -> processor.active().hash().equals(hash(good)));
        List<ModelDecision> decisions = rollbacks(cluster);
        assertThat(decisions).hasSize(1);
        ModelDecision decision = decisions.get(0);
        System.out.println("RollbackIT: " + decision);
        assertThat(decision.verdict()).isEqualTo(ModelDecision.Verdict.ROLLED_BACK);
        assertThat(decision.hash()).isEqualTo(bad.hash());
        assertThat(decision.againstHash()).isEqualTo(good.hash());
        assertThat(decision.numbers().get("accuracy").n()).isBetween(40L, (long) LABELS);
        awaitLabelled(trainer, 1, labelled(trainer, 1) + 60);
        assertThat(trainer.status().scores().orElseThrow().get().toString())
            .contains("role=challenger")
            .contains("paired");
      }
      try (TrainerApp again = trainer(cluster)) {
        again.start();
        await().atMost(SOON).until(() -> again.scores().barred(bad.hash()));
        awaitLabelled(again, 1, labelled(again, 1) + 60);
        assertThat(rollbacks(cluster)).hasSize(1);
        assertCounts(cluster, again);
      }
      stop.set(true);
      load.join();
    }
  }

  /** The trainer's own model stands trial beside a bad one. */
  @Test
  void shouldPromoteAChallengerAfterItsTrial() throws Exception {
    System.out.println("RollbackIT: -Dskewline.seed=" + seed);
    try (TestCluster cluster =
            new TestCluster(
                dir,
                2,
                "models.rollback.on=false",
                "models.shadowShare=1",
                "train.shadowLabels=60",
                "train.firstRound=50000",
                "train.roundEvery=50000");
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, new Metrics(), new Meters(metrics.registry()));
        ModelPublisher publisher = cluster.publisher();
        FramePublisher frames = Publishers.connect(cluster.app);
        TrainerApp trainer = trainer(cluster)) {
      cluster.publish(publisher, cluster.badBundle(1));
      processor.start();
      Thread load = load(frames);
      trainer.start();
      await().atMost(SOON).until(() -> trainer.training().examples() >= 100);
      Round round = trainer.training().roundNow().get(60, TimeUnit.SECONDS).orElseThrow();
      assertThat(round.better()).as(round.reason()).isTrue();
      assertThat(processor.active().hash()).isNotEqualTo(hash(round.bundle()));
      await().atMost(SOON).until(() -> processor.active().hash().equals(hash(round.bundle())));
      await()
          .atMost(SOON)
          .until(
              () ->
                  decisions(cluster).stream()
                      .anyMatch(d -> d.verdict() == ModelDecision.Verdict.PROMOTED));
      List<ModelDecision> decisions = decisions(cluster);
      System.out.println("RollbackIT: " + decisions);
      assertThat(decisions)
          .filteredOn(decision -> decision.by() == ModelDecision.By.SHADOW)
          .extracting(ModelDecision::verdict)
          .containsExactly(ModelDecision.Verdict.SHADOWED, ModelDecision.Verdict.PROMOTED);
      assertThat(decisions.get(decisions.size() - 1).numbers().get("won").value()).isPositive();
      await()
          .atMost(SOON)
          .until(
              () ->
                  metrics.registry().find("skewline.models.info").gauges().stream()
                      .map(gauge -> gauge.getId().getTag("role") + gauge.getId().getTag("version"))
                      .toList()
                      .equals(List.of("champion2")));
      stop.set(true);
      load.join();
    }
  }

  /** Each prediction once, over the trainer's restart. */
  private void assertCounts(TestCluster cluster, TrainerApp trainer) throws Exception {
    stop.set(true);
    long made =
        stable(() -> cluster.predictions().stream().filter(p -> p.verdict().fused()).count());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        trainer.scores().board().rows(List.of()).stream()
                            .filter(row -> row.role().label().equals("champion"))
                            .mapToLong(row -> row.measures().tally().numbers().predictions())
                            .sum())
                    .isEqualTo(made));
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("score", cluster.file.toString(), "--by", "offset,delay");
    System.out.println(out);
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("champion    1")
        .contains("challenger  2")
        .contains("to_1m");
  }

  private static long stable(Callable<Long> count) throws Exception {
    long[] last = {-1};
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              long before = last[0];
              last[0] = count.call();
              return last[0] == before;
            });
    return last[0];
  }

  private static Optional<String> hash(Bundle bundle) {
    return Optional.of(bundle.hash());
  }

  private static TrainerApp trainer(TestCluster cluster) {
    return new TrainerApp(cluster.app, new Metrics(), Meters.unread(), result -> {});
  }

  private static List<ModelDecision> decisions(TestCluster cluster) {
    try (DecisionLog log =
        new DecisionLog(
            cluster.app.models(),
            cluster.codecs.decisions(),
            StreamsSettings.client(cluster.app))) {
      // The record follows the model at once.
      await().atMost(SOON).until(() -> !log.read().isEmpty());
      return log.read().stream().map(DecisionLog.Entry::decision).toList();
    }
  }

  private static List<ModelDecision> rollbacks(TestCluster cluster) {
    await().atMost(SOON).until(() -> decisions(cluster).stream().anyMatch(RollbackIT::ofMonitor));
    return decisions(cluster).stream().filter(RollbackIT::ofMonitor).toList();
  }

  private static boolean ofMonitor(ModelDecision decision) {
    return decision.by() == ModelDecision.By.MONITOR;
  }

  private static long shadowed(TestCluster cluster) throws Exception {
    return cluster.predictions(cluster.app.outputs().shadow()).stream()
        .flatMap(p -> p.scored().stream())
        .filter(s -> s.modelVersion() == 2)
        .count();
  }

  private static long labelled(TrainerApp trainer, long version) {
    return trainer.scores().board().rows(List.of()).stream()
        .filter(row -> row.version() == version && row.role().label().equals("champion"))
        .mapToLong(row -> row.measures().tally().numbers().labelled())
        .sum();
  }

  private static void awaitLabelled(TrainerApp trainer, long version, long atLeast) {
    await().atMost(SOON).until(() -> labelled(trainer, version) >= atLeast);
  }

  /** Six streams in real time, the label of each window after its frames. */
  private Thread load(FramePublisher frames) {
    Thread thread =
        new Thread(
            () -> {
              Random random = new Random(seed);
              long time = System.currentTimeMillis() * 1000 / SIZE * SIZE;
              while (!stop.get()) {
                for (int s = 0; s < 6; s++) {
                  window(frames, new StreamId("cam-" + s), time, random);
                }
                time += SIZE;
                LockSupport.parkNanos(SIZE * 1000);
              }
            },
            "load");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void window(FramePublisher frames, StreamId stream, long start, Random random) {
    boolean yes = random.nextBoolean();
    for (int i = 0; i < 4; i++) {
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        long sequence = frames.nextSequence(stream, modality);
        frames.publish(
            TestCluster.frame(stream, modality, start + i * SIZE / 4, sequence, yes, random));
      }
    }
    frames.publish(
        new Label(stream, start, start + SIZE, new Label.ClassTarget(yes ? "yes" : "no"), "", ""));
  }
}
