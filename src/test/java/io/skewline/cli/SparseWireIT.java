// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Prediction;
import io.skewline.http.Metrics;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Verdict;
import io.skewline.models.LayerFollower;
import io.skewline.models.ModelPublisher;
import io.skewline.network.encoder.Encoder;
import io.skewline.replay.EncoderFitting;
import io.skewline.replay.FramePublisher;
import io.skewline.replay.LayerChoice;
import io.skewline.replay.ReplayListener;
import io.skewline.replay.ReplayRun;
import io.skewline.replay.ReplaySettings;
import io.skewline.replay.WireBytes;
import io.skewline.topology.StreamsSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay that follows the active plan, a processor, and a change of plan under way. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SparseWireIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int WIDTH = 64;

  /** What the second plan reads; the first one reads the top layers. */
  private static final FrameLayers BOTTOM =
      FrameLayers.of(Map.of(AUDIO, List.of(1), VIDEO, List.of(1)));

  @TempDir private Path dir;

  @Test
  void shouldSendWhatThePlanReadsAndLoseNoModalityWhenItChanges() throws Exception {
    FusionPlan next = new FusionPlan("explicit", List.of(new LayerPair(AUDIO, 1, VIDEO, 1)));
    try (TestCluster cluster =
            new TestCluster(
                dir, 2, "windows: { size: 200ms }, deadline: 2s", WIDTH, "models.announce=3s");
        Metrics metrics = new Metrics();
        ProcessorApp processor =
            new ProcessorApp(cluster.app, metrics, new Meters(metrics.registry()));
        ModelPublisher publisher = cluster.publisher();
        FramePublisher frames = Publishers.connect(cluster.app);
        LayerFollower follower =
            new LayerFollower(
                cluster.app.models(),
                cluster.codecs.activations(),
                StreamsSettings.client(cluster.app))) {
      cluster.publish(publisher, cluster.bundle(1));
      processor.start();
      follower.start();
      ReplayRun replay = replay(cluster, frames, follower);
      Thread player = TestCluster.player(replay);
      awaitPredictions(cluster, 1, 20);
      cluster.publish(publisher, cluster.bundle(2, next));
      await().atMost(SOON).until(() -> follower.layers().equals(BOTTOM));
      awaitPredictions(cluster, 2, count(cluster, 2) + 80);
      replay.close();
      player.join();
      long windows = replay.wire().full().windows() + replay.wire().chosen().windows();
      await().atMost(SOON).until(() -> cluster.predictions().size() == windows);

      assertThat(cluster.predictions())
          .allSatisfy(p -> assertThat(p.reason()).isNotEqualTo(ClosingReason.DEADLINE))
          .allSatisfy(p -> assertThat(p.verdict()).isEqualTo(Verdict.FUSED));
      assertWire(cluster, replay.wire());
      assertThat(bytesRead(metrics))
          .isEqualTo(replay.wire().full().bytes() + replay.wire().chosen().bytes());
    }
  }

  private ReplayRun replay(TestCluster cluster, FramePublisher frames, LayerFollower follower)
      throws Exception {
    Path encoders = dir.resolve("encoders");
    EncoderFitting.fit(new Signs(), cluster.app.specs(), encoders, 1, Map.of());
    Map<Modality, Encoder> loaded = Encoders.load(cluster.app, encoders);
    LayerChoice choice = new LayerChoice(follower::layers, 0.1, Optional.empty());
    return new ReplayRun(
        new Signs(),
        loaded,
        ReplaySettings.of(1, 1).with(choice),
        frames,
        Clock.systemUTC(),
        ReplayListener.NONE);
  }

  private static long count(TestCluster cluster, long version) throws Exception {
    return cluster.predictions().stream()
        .map(Prediction::scored)
        .filter(s -> s.isPresent() && s.get().modelVersion() == version)
        .count();
  }

  private static void awaitPredictions(TestCluster cluster, long version, long atLeast) {
    await().atMost(SOON).until(() -> count(cluster, version) >= atLeast);
  }

  /**
   * The top layer, then both, then the bottom one; and full stacks in between, where it explores.
   */
  private static void assertWire(TestCluster cluster, WireBytes wire) throws Exception {
    List<List<Integer>> carried = new ArrayList<>();
    long sparse = 0;
    List<ConsumerRecord<byte[], byte[]>> records = cluster.records("it.audio");
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.partition() == records.get(0).partition()
          && cluster.codecs.frames().decode("it.audio", record.key(), record.value())
              instanceof Frame frame) {
        carried.add(
            IntStream.range(0, frame.layers().size()).mapToObj(frame.layers()::indexAt).toList());
        sparse = frame.layers().size() == 1 ? record.value().length : sparse;
      }
    }
    int lastTop = carried.lastIndexOf(List.of(2));
    int firstBottom = carried.indexOf(List.of(1));
    assertThat(lastTop).isPositive();
    assertThat(firstBottom).as("both for a while").isGreaterThan(lastTop + 20);
    assertThat(carried.subList(lastTop + 1, firstBottom)).containsOnly(List.of(1, 2));
    assertThat(carried.subList(0, lastTop)).as("explores").contains(List.of(1, 2));
    assertThat(carried.subList(firstBottom, carried.size())).contains(List.of(1, 2));
    assertThat(wire.full().windows()).isPositive();
    double frameOfFullStack = wire.full().bytesPerWindow() / 8;
    assertThat((sparse + 5) / frameOfFullStack).as("bytes per frame").isBetween(0.5, 0.65);
  }

  private static long bytesRead(Metrics metrics) {
    return (long)
        metrics.registry().find("skewline.decode.bytes").counters().stream()
            .mapToDouble(Counter::count)
            .sum();
  }
}
