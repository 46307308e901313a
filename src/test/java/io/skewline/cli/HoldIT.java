// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Prediction;
import io.skewline.http.HealthCheck;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that starts before there is a model, stops, and comes back. */
class HoldIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SOME = 40;

  @TempDir private Path dir;

  @Test
  void shouldScoreEveryWindowThatClosedBeforeTheFirstModel() throws Exception {
    String align = "windows: { size: 200ms }, deadline: 30s";
    try (TestCluster cluster =
            new TestCluster(dir, 2, align, 8, "fusion.noModel=hold", "models.announce=0ms");
        FramePublisher frames = Publishers.connect(cluster.app)) {
      SwapTraffic traffic = new SwapTraffic(frames);
      try (Running first = new Running(cluster)) {
        await().atMost(PATIENCE).until(() -> first.meters.held() >= SOME);
        HealthCheck model = first.model();
        assertThat(model.ok()).isFalse();
        assertThat(model.detail()).matches("no model yet, holding \\d+ windows");
      }
      Set<WindowId> sent;
      try (Running second = new Running(cluster);
          ModelPublisher publisher = cluster.publisher()) {
        await().atMost(PATIENCE).until(() -> second.meters.held() >= SOME);
        sent = traffic.end();
        await().atMost(PATIENCE).until(() -> second.meters.held() >= sent.size());
        assertThat(cluster.predictions()).as("while there is no model").isEmpty();
        cluster.publish(publisher, cluster.bundle(1));
        await().atMost(PATIENCE).until(() -> windows(cluster).containsAll(sent));
        assertThat(second.meters.held()).isZero();
      }
      List<Prediction> predictions = cluster.predictions();
      assertThat(predictions).hasSameSizeAs(windows(cluster));
      assertThat(predictions)
          .filteredOn(p -> sent.contains(p.window()))
          .allMatch(p -> p.verdict() == Verdict.FUSED);
    }
  }

  private static Set<WindowId> windows(TestCluster cluster) throws Exception {
    return cluster.predictions().stream().map(Prediction::window).collect(Collectors.toSet());
  }

  /** A processor with meters of its own. */
  private static final class Running implements AutoCloseable {
    private final Metrics metrics = new Metrics();
    private final Meters meters = new Meters(metrics.registry());
    private final ProcessorApp processor;

    private Running(TestCluster cluster) {
      processor = new ProcessorApp(cluster.app, metrics, meters);
      processor.start();
    }

    private HealthCheck model() {
      return processor.status().ready().get().stream()
          .filter(check -> check.name().equals("model"))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {
      processor.close();
      metrics.close();
    }
  }
}
