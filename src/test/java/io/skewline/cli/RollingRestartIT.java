// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.models.ModelPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processors, each in its own process, restarted in turn, twice, while frames come in: each
 * window has one prediction, and the ledger balances.
 */
class RollingRestartIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(25);
  private static final List<String> NAMES = List.of("a", "b");

  @TempDir private Path dir;

  @ParameterizedTest(name = "static membership: {0}")
  @ValueSource(booleans = {false, true})
  void shouldNeitherLoseNorRepeatAWindow(boolean fixed) throws Exception {
    List<Spawned> running = new ArrayList<>();
    try (TestCluster cluster =
        new TestCluster(dir, 4, "windows: { size: 200ms }, deadline: 1m", 8)) {
      try (ModelPublisher publisher = cluster.publisher()) {
        cluster.publish(publisher, cluster.bundle(1));
      }
      for (String name : NAMES) {
        running.add(start(cluster, name, 0, fixed));
      }
      for (Spawned one : running) {
        one.awaitReady();
      }
      int windows;
      try (SteadyTraffic traffic = new SteadyTraffic(cluster, 12, 3)) {
        for (int round = 1; round <= 2; round++) {
          for (int i = 0; i < NAMES.size(); i++) {
            int before = cluster.predictions().size();
            await().atMost(LONG).until(() -> cluster.predictions().size() > before + 60);
            assertThat(running.get(i).terminate().exit(STOP)).isEqualTo(143);
            running.set(i, start(cluster, NAMES.get(i), round, fixed).awaitReady());
          }
        }
        windows = traffic.stop();
      }
      ShutdownIT.awaitPredictions(cluster, windows);
      for (Spawned one : running) {
        one.terminate().exit(STOP);
      }
      ShutdownIT.assertOncePerWindow(cluster.predictions(), windows);
      ShutdownIT.assertBalanced(cluster, windows);
      System.out.printf(
          "RollingRestartIT: static membership %s, %d windows over 4 restarts%n", fixed, windows);
    } finally {
      for (Spawned one : running) {
        one.close();
      }
    }
  }

  /** A static member has to be back within its session; one that leaves need not wait for it. */
  private static Spawned start(TestCluster cluster, String name, int round, boolean fixed)
      throws IOException {
    List<String> set = new ArrayList<>();
    if (fixed) {
      set.add("kafka.group.instance.id=" + name);
      set.add("kafka.session.timeout.ms=40000");
    }
    set.add("kafka.state.dir=" + cluster.file.resolveSibling("state-" + name));
    return cluster.spawned("process", name + round, set.toArray(String[]::new));
  }
}
