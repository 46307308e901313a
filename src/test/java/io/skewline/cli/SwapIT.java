// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.Prediction;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty swaps in a running processor, and bad bundles in between. */
class SwapIT {
  private static final int SWAPS = 20;
  private static final long SIZE = 200_000;

  @TempDir private Path dir;

  @Test
  void shouldSwapUnderLoadWithoutALeakOrAMix() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 2);
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()));
        ModelPublisher publisher = cluster.publisher();
        FramePublisher frames = Publishers.connect(cluster.app)) {
      Map<Long, String> hashes = new HashMap<>();
      publishNext(cluster, publisher, hashes, 1);
      processor.start();
      assertThat(processor.active().swaps()).as("the active model is there first").isEqualTo(1);
      AtomicBoolean stop = new AtomicBoolean();
      Thread load = load(frames, stop);
      awaitPredictionOf(cluster, 1);
      long before = 0;
      for (int version = 2; version <= SWAPS + 1; version++) {
        publishNext(cluster, publisher, hashes, version);
        int wanted = version;
        await().atMost(Duration.ofSeconds(30)).until(() -> processor.active().swaps() == wanted);
        awaitPredictionOf(cluster, version);
        if (version == 6) {
          before = usedBytes();
        }
      }
      long after = usedBytes();
      publishDamaged(cluster, publisher);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  metrics.registry().find("skewline.models.refused").counter() != null
                      && processor.active().swaps() == SWAPS + 1);
      stop.set(true);
      load.join();

      assertThat(after - before).as("heap and direct memory over 15 swaps").isLessThan(8L << 20);
      List<Prediction> scored =
          cluster.predictions().stream().filter(p -> p.scored().isPresent()).toList();
      assertThat(scored.stream().map(p -> p.scored().get().modelVersion()).distinct())
          .hasSize(SWAPS + 1);
      assertThat(scored)
          .allMatch(
              p ->
                  hashes.get(p.scored().get().modelVersion()).equals(p.scored().get().modelHash()));
      assertThat(
              scored.stream()
                  .collect(Collectors.groupingBy(Prediction::window, Collectors.counting()))
                  .values())
          .allMatch(n -> n == 1);
    }
  }

  private static void publishNext(
      TestCluster cluster, ModelPublisher publisher, Map<Long, String> hashes, long version) {
    Bundle bundle = cluster.bundle(version);
    hashes.put(version, bundle.hash());
    cluster.publish(publisher, bundle);
  }

  /** Right hash of wrong bytes: only the reader can tell. */
  private static void publishDamaged(TestCluster cluster, ModelPublisher publisher) {
    Bundle good = cluster.bundle(99);
    byte[] bytes = good.bytes().clone();
    bytes[0] ^= 1;
    cluster.publish(publisher, Bundle.of(good.manifest(), bytes));
  }

  private static void awaitPredictionOf(TestCluster cluster, long version) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                cluster.predictions().stream()
                    .flatMap(p -> p.scored().stream())
                    .anyMatch(s -> s.modelVersion() == version));
  }

  private static Thread load(FramePublisher frames, AtomicBoolean stop) {
    Thread thread =
        new Thread(
            () -> {
              Random random = new Random(1);
              long time = System.currentTimeMillis() * 1000 / SIZE * SIZE;
              while (!stop.get()) {
                time += SIZE / 4;
                for (int s = 0; s < 6; s++) {
                  StreamId stream = new StreamId("cam-" + s);
                  for (Modality modality : List.of(AUDIO, VIDEO)) {
                    long sequence = frames.nextSequence(stream, modality);
                    frames.publish(
                        TestCluster.frame(stream, modality, time, sequence, true, random));
                  }
                }
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
              }
            },
            "load");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
