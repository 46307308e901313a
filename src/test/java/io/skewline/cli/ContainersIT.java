// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.containers.ContainerCluster;
import io.skewline.models.ModelPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processors as processes over a broker and a registry in containers, which freeze for a while and
 * come back. Skipped where no container engine runs.
 */
@Tag("docker")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ContainersIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(25);
  private static final String ALIGN = "windows: { size: 200ms }, deadline: 2m";

  /** Longer than the session's time-out: the group takes the processors for dead. */
  private static final Duration OUTAGE = Duration.ofSeconds(10);

  private final long seed = Long.getLong("skewline.seed", System.nanoTime() & 0xffff);

  /** Stays after a failure, for its logs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path dir;

  @Test
  void shouldNeitherLoseNorRepeatAWindowWhileBrokerAndRegistryFreeze() throws Exception {
    System.out.println("ContainersIT: -Dskewline.seed=" + seed);
    try (ContainerCluster containers = ContainerCluster.start(dir);
        TestCluster cluster = cluster(containers)) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      int windows;
      try (Spawned a = processor(cluster, "a").awaitReady();
          Spawned b = processor(cluster, "b").awaitReady();
          SteadyTraffic traffic = new SteadyTraffic(cluster, 8, seed)) {
        awaitMore(cluster);
        containers.freezeRegistry();
        awaitMore(cluster);
        containers.freezeKafka();
        TimeUnit.MILLISECONDS.sleep(OUTAGE.toMillis());
        containers.wakeKafka();
        containers.wakeRegistry();
        awaitMore(cluster);
        windows = traffic.stop();
        await("predictions, logs in " + dir)
            .atMost(LONG)
            .untilAsserted(
                () -> assertThat(cluster.predictions()).hasSizeGreaterThanOrEqualTo(windows));
        assertThat(a.terminate().exit(STOP)).isEqualTo(143);
        assertThat(b.terminate().exit(STOP)).isEqualTo(143);
      }
      ShutdownIT.assertOncePerWindow(cluster.predictions(), windows);
      ShutdownIT.assertBalanced(cluster, windows);
      System.out.printf("ContainersIT: %d windows%n", windows);
    }
  }

  private static void awaitMore(TestCluster cluster) throws Exception {
    int before = cluster.predictions().size();
    await().atMost(LONG).until(() -> cluster.predictions().size() > before + 40);
  }

  private TestCluster cluster(ContainerCluster containers) throws Exception {
    return new TestCluster(dir, containers, 4, ALIGN);
  }

  private static Spawned processor(TestCluster cluster, String name) throws Exception {
    return cluster.spawned(
        "process", name, "kafka.state.dir=" + cluster.file.resolveSibling("state-" + name));
  }
}
