// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.bench.FrameFormat;
import io.skewline.cli.PipelineUnderTest;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.Prediction;
import io.skewline.modality.LayerStack;
import io.skewline.modality.WindowId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;

/** How many windows a second one thread gives when the frames are all there already. */
public final class Saturation {
  private static final int STREAMS = 200;
  private static final int TAIL_SECONDS = 2;
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final Streams streams;
  private final long bytes;

  /** What a frame carries. */
  public enum Wire {
    ALL_LAYERS("12 layers FLOAT32", true, false),
    ONE_LAYER("1 layer FLOAT32", false, false),
    ONE_HALF_LAYER("1 layer FLOAT16", false, true);

    private final String label;
    private final boolean all;
    private final boolean half;

    Wire(String label, boolean all, boolean half) {
      this.label = label;
      this.all = all;
      this.half = half;
    }

    public String label() {
      return label;
    }

    /** Of the vectors of a frame. */
    public int bytes() {
      return (all ? PipelineCluster.LAYERS : 1) * PipelineCluster.WIDTH * (half ? 2 : 4);
    }
  }

  /**
   * @param seconds from the moment the application runs to the append of the last prediction
   */
  public record Result(Wire wire, long windows, long frames, double seconds) {
    public double windowsPerSecond() {
      return windows / seconds;
    }
  }

  /**
   * @param bytes of vectors in the backlog, roughly
   */
  public Saturation(int framesPerWindow, long bytes) {
    this.streams = new Streams(STREAMS, framesPerWindow);
    this.bytes = bytes;
  }

  public Result run(Wire wire, boolean exactlyOnce) throws Exception {
    var guarantee =
        exactlyOnce
            ? PipelineCluster.Guarantee.EXACTLY_ONCE
            : PipelineCluster.Guarantee.AT_LEAST_ONCE;
    int perSecond = 2 * STREAMS * streams.framesPerWindow();
    int seconds = (int) Math.max(2, bytes / wire.bytes() / perSecond);
    try (PipelineCluster cluster = new PipelineCluster(guarantee)) {
      Bundle bundle = SmallModel.fit(cluster.app());
      cluster.publish(bundle);
      long tailMicros = produce(cluster, wire, seconds);
      try (PipelineUnderTest pipeline = new PipelineUnderTest(cluster.app());
          PredictionReader reader = new PredictionReader(cluster)) {
        pipeline.start();
        long started = System.currentTimeMillis();
        long last = await(pipeline, reader, (long) seconds * STREAMS, tailMicros);
        return new Result(
            wire, (long) seconds * STREAMS, (long) seconds * perSecond, (last - started) / 1e3);
      }
    }
  }

  /** Whole seconds of all streams, then one more frame of each to close what is before. */
  private long produce(PipelineCluster cluster, Wire wire, int seconds) {
    FrameFormat format =
        new FrameFormat(wire.half ? cluster.codecs().halfFrames() : cluster.codecs().frames());
    LayerStack layers = Streams.layers(wire.all);
    long start = (System.currentTimeMillis() / 1_000 - TimeUnit.HOURS.toSeconds(1)) * 1_000_000;
    long tail = start + (seconds + TAIL_SECONDS) * 1_000_000L;
    int ticks = seconds * streams.framesPerWindow();
    try (KafkaProducer<byte[], byte[]> producer = cluster.producer(5)) {
      for (int tick = 0; tick <= ticks; tick++) {
        long micros = tick == ticks ? tail : start + (long) (tick * streams.tickMillis() * 1_000);
        for (int s = 0; s < STREAMS; s++) {
          producer.send(cluster.record(streams.audio(s, micros, tick, layers), format));
          producer.send(cluster.record(streams.video(s, micros, tick, layers), format));
        }
      }
    }
    return tail;
  }

  /** When the last prediction before the tail was appended. */
  private static long await(
      PipelineUnderTest pipeline, PredictionReader reader, long expected, long tailMicros)
      throws Exception {
    Set<WindowId> windows = new HashSet<>();
    long[] last = {0};
    long limit = System.nanoTime() + LIMIT_NANOS;
    while (windows.size() < expected) {
      reader.poll(
          (prediction, appended, seen) -> {
            if (prediction.window().startMicros() < tailMicros) {
              check(prediction, windows);
              last[0] = Math.max(last[0], appended);
            }
          });
      pipeline.failIfDead();
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            windows.size() + " of " + expected + " windows have a prediction");
      }
    }
    return last[0];
  }

  private static void check(Prediction prediction, Set<WindowId> windows) {
    if (!windows.add(prediction.window())) {
      throw new IllegalStateException("two predictions on " + prediction.window());
    }
    if (!prediction.verdict().fused() || !prediction.missing().isEmpty()) {
      throw new IllegalStateException("not fused whole: " + prediction);
    }
  }
}
