// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Prediction;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 8: kill -9 of a processor, in its own process, at a moment drawn by chance loses no
 * verdict and repeats none for a read_committed consumer; and the ledger balances.
 */
class KilledProcessorIT {
  private static final int STREAMS = 12;
  private static final int WINDOWS = 60;
  private static final long SIZE = 200_000;
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path dir;

  @Test
  void shouldNeitherLoseNorRepeatAVerdict() throws Exception {
    long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);
    System.out.println("KilledProcessorIT: -Dskewline.seed=" + seed);
    Random random = new Random(seed);
    try (TestCluster cluster = new TestCluster(dir, 3)) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      Process processor = cluster.process("first");
      CountDownLatch published = publishInBackground(cluster, seed);
      try {
        int killAfter = 50 + random.nextInt(200);
        await().atMost(LONG).until(() -> cluster.predictions().size() >= killAfter);
        processor.destroyForcibly().waitFor();
        processor = cluster.process("second");
        assertThat(published.await(2, TimeUnit.MINUTES)).isTrue();
        await()
            .atMost(LONG)
            .untilAsserted(() -> assertThat(cluster.predictions()).hasSize(STREAMS * WINDOWS));
        assertVerdicts(cluster);
      } finally {
        processor.destroy();
        if (!processor.waitFor(30, TimeUnit.SECONDS)) {
          processor.destroyForcibly();
        }
      }
    }
  }

  private static void assertVerdicts(TestCluster cluster) throws Exception {
    List<Prediction> all = cluster.predictions();
    Map<WindowId, Long> counts =
        all.stream().collect(Collectors.groupingBy(Prediction::window, Collectors.counting()));
    assertThat(counts.values()).allMatch(n -> n == 1);
    assertThat(all).allMatch(p -> p.verdict() == Verdict.FUSED);
    assertThat(all).allMatch(p -> p.scored().orElseThrow().modelVersion() == 1);
    Map<Modality, Balance> ledger =
        LedgerReader.read(StreamsSettings.client(cluster.app), cluster.app.name());
    for (Modality modality : List.of(AUDIO, VIDEO)) {
      Balance balance = ledger.get(modality);
      assertThat(balance.in()).isEqualTo((long) STREAMS * WINDOWS * 4);
      assertThat(balance.outcomes().get(Outcome.FUSED)).isEqualTo(balance.in());
      assertThat(balance.open()).isZero();
    }
  }

  /** Four frames per window and modality, about ten windows a second per stream. */
  private static CountDownLatch publishInBackground(TestCluster cluster, long seed) {
    CountDownLatch done = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try (FramePublisher publisher = Publishers.connect(cluster.app)) {
                publish(publisher, new Random(seed));
                done.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "publisher");
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private static void publish(FramePublisher publisher, Random random) throws InterruptedException {
    long base = (System.currentTimeMillis() * 1000 - WINDOWS * SIZE) / SIZE * SIZE;
    CountDownLatch pace = new CountDownLatch(1);
    for (int w = 0; w < WINDOWS; w++) {
      for (int k = 0; k < 4; k++) {
        for (int s = 0; s < STREAMS; s++) {
          StreamId stream = new StreamId("cam-" + s);
          long time = base + w * SIZE + k * SIZE / 4;
          for (Modality modality : List.of(AUDIO, VIDEO)) {
            long sequence = publisher.nextSequence(stream, modality);
            publisher.publish(
                TestCluster.frame(stream, modality, time, sequence, w % 2 == 0, random));
          }
        }
      }
      pace.await(100, TimeUnit.MILLISECONDS);
    }
    publisher.flush();
  }
}
