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
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.models.ModelPublisher;
import io.skewline.replay.FramePublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One camera without video while the others' goes through our topic without a pause. */
class RepartitionDeadlineIT {
  private static final StreamId BLIND = new StreamId("cam-0");
  private static final int STREAMS = 8;
  private static final long SIZE = 200_000;

  @TempDir private Path dir;

  @Test
  void shouldStillTellASilentModalityFromOneThatIsOnItsWay() throws Exception {
    String[] overrides = {"streams.video.repartition=true", "align.deadline=2s"};
    CountDownLatch stop = new CountDownLatch(1);
    try (TestCluster cluster = new TestCluster(dir, 4, overrides);
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()));
        ModelPublisher publisher = cluster.publisher();
        FramePublisher frames = Publishers.connect(cluster.app)) {
      cluster.publish(publisher, cluster.bundle(1));
      processor.start();
      Thread load = new Thread(() -> load(frames, stop), "load");
      load.setDaemon(true);
      load.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> ofBlind(cluster.predictions()).size() >= 10);
      List<Prediction> all = cluster.predictions();
      long newest = ofBlind(all).stream().mapToLong(Prediction::triggerMillis).max().orElseThrow();
      System.out.printf(
          "RepartitionDeadlineIT: the newest verdict by deadline was read %d ms after it%n",
          System.currentTimeMillis() - newest);
      stop.countDown();
      load.join();
      assertThat(ofBlind(all))
          .allMatch(
              p ->
                  p.reason() == ClosingReason.DEADLINE
                      && p.silent().contains(VIDEO)
                      && p.missing().equals(List.of(VIDEO)));
      assertThat(
              all.stream()
                  .filter(p -> !p.window().stream().equals(BLIND))
                  .filter(p -> !p.missing().isEmpty())
                  .collect(Collectors.toList()))
          .isEmpty();
    }
  }

  private static List<Prediction> ofBlind(List<Prediction> all) {
    return all.stream().filter(p -> p.window().stream().equals(BLIND)).toList();
  }

  /** Ten times in a window, a frame of each modality and stream but one. */
  private static void load(FramePublisher frames, CountDownLatch stop) {
    Random random = new Random(1);
    long time = System.currentTimeMillis() * 1000 / SIZE * SIZE;
    try {
      while (!stop.await(20, TimeUnit.MILLISECONDS)) {
        time += SIZE / 10;
        for (int s = 0; s < STREAMS; s++) {
          StreamId stream = new StreamId("cam-" + s);
          for (Modality modality : List.of(VIDEO, AUDIO)) {
            if (!stream.equals(BLIND) || modality.equals(AUDIO)) {
              long sequence = frames.nextSequence(stream, modality);
              frames.publish(TestCluster.frame(stream, modality, time, sequence, true, random));
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
