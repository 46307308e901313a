// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.models.ModelPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the changelog when one processor takes over from another, in records. */
class StandbyIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final int STREAMS = 40;

  @TempDir private Path dir;

  @Test
  void shouldRestoreLittleWhereAStandbyHasKeptUp() throws Exception {
    long without = restoredAtTakeOver("without", 0);
    long with = restoredAtTakeOver("with", 1);
    System.out.printf(
        "StandbyIT: %d records restored without standbys, %d with one%n", without, with);
    assertThat(without).isGreaterThan(STREAMS);
    assertThat(with).isLessThan(without / 10);
  }

  private long restoredAtTakeOver(String name, int standbys) throws Exception {
    Path here = Files.createDirectories(dir.resolve(name));
    AtomicLong restored = new AtomicLong();
    try (TestCluster cluster =
        new TestCluster(here, PARTITIONS, "windows: { size: 10m }, deadline: 10m", 8)) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      ProcessorApp leaving = processor(cluster, here, "leaving", standbys);
      try (ProcessorApp staying = processor(cluster, here, "staying", standbys)) {
        staying.runner().streams().setGlobalStateRestoreListener(counting(restored));
        leaving.start();
        staying.start();
        await().atMost(LONG).until(() -> tasks(leaving, true) == 2 && tasks(staying, true) == 2);
        try (SteadyTraffic traffic = new SteadyTraffic(cluster, STREAMS, 4)) {
          await().atMost(LONG).until(() -> traffic.windows() > 10 * STREAMS);
          if (standbys > 0) {
            await().atMost(LONG).until(() -> tasks(staying, false) == 2);
          }
          restored.set(0);
          leaving.close();
          await().atMost(LONG).until(() -> tasks(staying, true) == PARTITIONS);
          traffic.stop();
        }
        // All frames of a stream lie in one window, or in two where the clock was at its edge.
        await().atMost(LONG).until(() -> cluster.predictions().size() >= STREAMS);
        assertThat(cluster.predictions()).doesNotHaveDuplicates();
      } finally {
        leaving.close();
      }
    }
    return restored.get();
  }

  private static ProcessorApp processor(TestCluster cluster, Path dir, String name, int standbys)
      throws IOException {
    Metrics metrics = new Metrics();
    return new ProcessorApp(
        cluster.app(
            PARTITIONS,
            "kafka.num.standby.replicas=" + standbys,
            "kafka.state.dir=" + dir.resolve(name)),
        metrics,
        new Meters(metrics.registry()));
  }

  /** Those that run here, active or standby. */
  private static int tasks(ProcessorApp app, boolean active) {
    KafkaStreams streams = app.runner().streams();
    if (!app.runner().running()) {
      return 0;
    }
    return streams.metadataForLocalThreads().stream()
        .mapToInt(t -> active ? t.activeTasks().size() : t.standbyTasks().size())
        .sum();
  }

  private static StateRestoreListener counting(AtomicLong restored) {
    return new StateRestoreListener() {
      @Override
      public void onRestoreStart(TopicPartition partition, String store, long from, long to) {}

      @Override
      public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
        restored.addAndGet(records);
      }

      @Override
      public void onRestoreEnd(TopicPartition partition, String store, long total) {}
    };
  }
}
