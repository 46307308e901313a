// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skewline.fusion.Prediction;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.StreamId;
import io.skewline.replay.FramePublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sensor that has never sent anything: its topic is empty, and nothing waits for it for ever. */
class DeadSensorIT {
  private static final int STREAMS = 12;

  @TempDir private Path dir;

  @Test
  void shouldCloseByDeadlineThoughATopicHasNeverHeldARecord() throws Exception {
    try (TestCluster cluster = new TestCluster(dir, 3);
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()))) {
      processor.start();
      publishAudio(cluster);
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(cluster.predictions()).hasSize(STREAMS));
      List<Prediction> all = cluster.predictions();
      assertThat(all).allMatch(p -> p.reason() == ClosingReason.DEADLINE);
      assertThat(all)
          .allMatch(p -> p.silent().contains(VIDEO) && p.missing().equals(List.of(VIDEO)));
    }
  }

  private static void publishAudio(TestCluster cluster) {
    Random random = new Random(1);
    long now = System.currentTimeMillis() * 1000;
    try (FramePublisher publisher = Publishers.connect(cluster.app)) {
      for (int s = 0; s < STREAMS; s++) {
        StreamId stream = new StreamId("cam-" + s);
        publisher.publish(TestCluster.frame(stream, AUDIO, now, 0, true, random));
      }
    }
  }
}
