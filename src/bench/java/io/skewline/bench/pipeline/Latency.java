// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.cli.PipelineUnderTest;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.WindowId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long a window's prediction takes, from the append of the frame that lets the window close, or
 * from its deadline, while streams are played in real time. Both times are the broker's own.
 */
public final class Latency {
  private static final int TAIL_SECONDS = 4;
  private static final int PATIENCE_SECONDS = 30;

  private final Streams streams;
  private final int warmUpSeconds;
  private final int seconds;
  private final Map<ClosingReason, Times> times = new EnumMap<>(ClosingReason.class);
  private final Set<WindowId> windows = new HashSet<>();
  private double sentLateMillis;
  private long fromMicros;

  /** Milliseconds, by window. */
  public record Times(Histogram appended, Histogram seen, Histogram eventTimeWait) {
    Times() {
      this(new Histogram(3), new Histogram(3), new Histogram(3));
    }
  }

  /**
   * @param byReason windows by what closed them
   * @param commitMillis mean time of a commit
   * @param commitMostMillis the longest
   * @param sentLateMillis how late the latest frame was sent: above a few, the load was not real
   */
  public record Result(
      Map<ClosingReason, Times> byReason,
      double commitMillis,
      double commitMostMillis,
      double sentLateMillis) {}

  /**
   * @param windowsPerSecond as many streams, of windows of 1 s
   */
  public Latency(int windowsPerSecond, int framesPerWindow, int warmUpSeconds, int seconds) {
    this.streams = new Streams(windowsPerSecond, framesPerWindow);
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
  }

  /**
   * @throws IllegalStateException if a window has no prediction, or two
   */
  public Result run(boolean exactlyOnce) throws Exception {
    var guarantee =
        exactlyOnce
            ? PipelineCluster.Guarantee.EXACTLY_ONCE
            : PipelineCluster.Guarantee.AT_LEAST_ONCE;
    try (PipelineCluster cluster = new PipelineCluster(guarantee)) {
      Bundle bundle = SmallModel.fit(cluster.app());
      cluster.publish(bundle);
      try (PipelineUnderTest pipeline = new PipelineUnderTest(cluster.app());
          PredictionReader reader = new PredictionReader(cluster)) {
        pipeline.start();
        play(cluster, pipeline, reader);
        return new Result(
            times,
            pipeline.threadMetric("commit-latency-avg").orElse(Double.NaN),
            pipeline.threadMetric("commit-latency-max").orElse(Double.NaN),
            sentLateMillis);
      }
    }
  }

  private void play(PipelineCluster cluster, PipelineUnderTest pipeline, PredictionReader reader)
      throws Exception {
    long startMillis = System.currentTimeMillis() / 1_000 * 1_000 + 1_000;
    fromMicros = TimeUnit.MILLISECONDS.toMicros(startMillis) + warmUpSeconds * 1_000_000L;
    Live live = new Live(streams, startMillis, warmUpSeconds + seconds + TAIL_SECONDS);
    CompletableFuture<Double> playing = CompletableFuture.supplyAsync(() -> live.play(cluster));
    long expected = (long) seconds * streams.count();
    long limit =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(warmUpSeconds + seconds + TAIL_SECONDS + PATIENCE_SECONDS);
    while (windows.size() < expected) {
      reader.poll((prediction, appended, seen) -> add(live, prediction, appended, seen));
      pipeline.failIfDead();
      if (playing.isCompletedExceptionally()) {
        playing.get();
      }
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            windows.size() + " of " + expected + " windows have a prediction");
      }
    }
    sentLateMillis = playing.get();
  }

  private void add(Live live, Prediction prediction, long appendMillis, long seenMillis) {
    WindowId id = prediction.window();
    long start = id.startMicros() - fromMicros;
    if (start < 0 || start >= seconds * 1_000_000L) {
      return;
    }
    if (!windows.add(id)) {
      throw new IllegalStateException("two predictions on " + id);
    }
    if (!prediction.verdict().fused()) {
      throw new IllegalStateException("not fused: " + prediction);
    }
    long trigger = prediction.triggerMillis();
    long endMillis = id.endMicros() / 1_000 + live.delayMillis(Streams.number(id.stream()));
    Times mine = times.computeIfAbsent(prediction.reason(), reason -> new Times());
    mine.appended.recordValue(Math.max(0, appendMillis - trigger));
    mine.seen.recordValue(Math.max(0, seenMillis - trigger));
    mine.eventTimeWait.recordValue(Math.max(0, trigger - endMillis));
  }
}
