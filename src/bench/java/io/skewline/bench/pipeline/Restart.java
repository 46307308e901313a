// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.bench.AppTraces;
import io.skewline.bench.FrameFormat;
import io.skewline.cli.PipelineUnderTest;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.topology.StreamsSettings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a processor whose state lies on the broker alone takes to start, with many windows open:
 * it reads the changelog and, where that holds offsets, the frames again.
 */
public final class Restart {
  private final int windows;
  private final int framesPerWindow;
  private final int width;

  /** What the changelog holds of a frame. */
  public enum Changelog {
    FRAMES,
    OFFSETS;

    String section() {
      return "{ windows: { size: 1s }, deadline: 1h, idle: 1h, changelog: %s }"
          .formatted(name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /**
   * @param changelogBytes of the topics
   * @param emptySeconds the first start, with nothing to restore
   * @param seconds from the start to the first poll, all windows open again
   */
  public record Result(
      Changelog changelog, long changelogBytes, double emptySeconds, double seconds) {}

  /**
   * @param windows one of each stream, of two modalities
   * @param framesPerWindow of each modality
   * @param width floats per frame, one layer
   */
  public Restart(int windows, int framesPerWindow, int width) {
    this.windows = windows;
    this.framesPerWindow = framesPerWindow;
    this.width = width;
  }

  public Result run(Changelog changelog) throws Exception {
    try (var cluster =
            new PipelineCluster(
                PipelineCluster.Guarantee.AT_LEAST_ONCE, width, changelog.section());
        Admin admin = Admin.create(StreamsSettings.client(cluster.app()))) {
      cluster.publish(SmallModel.fit(cluster.app()));
      double empty = seconds(cluster);
      produce(cluster);
      var traces = new AppTraces(admin, cluster.app().name(), inputs(cluster));
      try (PipelineUnderTest pipeline = new PipelineUnderTest(cluster.app())) {
        pipeline.start();
        traces.awaitCommitted();
      }
      return new Result(changelog, traces.changelogBytes(), empty, seconds(cluster));
    }
  }

  private static List<TopicPartition> inputs(PipelineCluster cluster) {
    Stream<Modality> modalities = Stream.of(Streams.AUDIO, Streams.VIDEO);
    return modalities.map(m -> new TopicPartition(cluster.app().topicOf(m), 0)).toList();
  }

  private static double seconds(PipelineCluster cluster) throws Exception {
    long started = System.nanoTime();
    try (PipelineUnderTest pipeline = new PipelineUnderTest(cluster.app())) {
      pipeline.start();
      return (System.nanoTime() - started) / 1e9;
    }
  }

  /** All in one second of event time: no window may close. */
  private void produce(PipelineCluster cluster) {
    Streams streams = new Streams(windows, framesPerWindow);
    FrameFormat format = new FrameFormat(cluster.codecs().frames());
    LayerStack layers = Streams.layers(false, width);
    long start = System.currentTimeMillis() / 1_000 * 1_000_000;
    try (KafkaProducer<byte[], byte[]> producer = cluster.producer(5)) {
      for (int tick = 0; tick < framesPerWindow; tick++) {
        long micros = start + (long) (tick * streams.tickMillis() * 1_000);
        for (int s = 0; s < windows; s++) {
          producer.send(cluster.record(streams.audio(s, micros, tick, layers), format));
          producer.send(cluster.record(streams.video(s, micros, tick, layers), format));
        }
      }
    }
  }
}
