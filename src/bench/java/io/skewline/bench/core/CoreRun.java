// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import com.sun.management.ThreadMXBean;
import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Nearest;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.align.AlignSettings.Windowing;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * Drives a join through a load on this thread. Only accepting, closing, settling and the look at
 * the deadlines are measured; frames are made between, as fresh as a decoder's.
 */
final class CoreRun {
  static final Duration LATENESS = Duration.ofMillis(100);
  static final Duration SIZE = Duration.ofSeconds(1);
  static final Duration TOLERANCE = Duration.ofMillis(20);

  /** Frames are made and taken in portions that stay in the cache, as decoded ones do. */
  private static final int CACHED_BYTES = 200_000;

  /** What the product commits at; not measured, but state that is never written is no state. */
  private static final long COMMIT_MILLIS = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final CoreLoad load;
  private final Join join;
  private long cpuNanos;
  private long allocated;
  private long windows;
  private long committedMillis;
  private double sum;

  enum Mode {
    WINDOW,
    NEAREST
  }

  /**
   * @param bytesPerFrame allocated beyond the frames themselves
   * @param windows closed and settled
   */
  record Cost(double framesPerCpuSecond, double bytesPerFrame, long windows, double sum) {
    double nanosPerFrame() {
      return 1e9 / framesPerCpuSecond;
    }
  }

  /** Of ours. */
  CoreRun(CoreLoad load, Mode mode) {
    this(load, new OurJoin(settings(load, mode)));
  }

  private CoreRun(CoreLoad load, Join join) {
    this.load = load;
    this.join = join;
  }

  /** Of the least that any join has to do, in windows of the same size. */
  static CoreRun bare(CoreLoad load) {
    return new CoreRun(load, new BareJoin(SIZE.toNanos() / 1_000, load.names()));
  }

  /** Defaults of the topology file, without the bounds that a large load would meet. */
  static AlignSettings settings(CoreLoad load, Mode mode) {
    List<Modality> names = load.names();
    Windowing windowing =
        mode == Mode.WINDOW ? new Sliding(SIZE, SIZE) : new Nearest(names.get(0), TOLERANCE);
    return AlignSettings.live(
        names.stream().map(name -> new AlignedModality(name, LATENESS, false)).toList(),
        windowing,
        new Timing(
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofMillis(20)),
        new Limits(4_096, 256, 10_000_000, 1L << 40));
  }

  /**
   * @param warmUp ticks that are not measured
   * @param ticks measured
   */
  Cost run(int warmUp, int ticks) {
    int streamsAtOnce = Math.max(1, CACHED_BYTES / load.modalities() / load.bytesPerFrame());
    List<StreamId> ids = load.ids();
    List<Modality> names = load.names();
    for (int tick = 0; tick < warmUp + ticks; tick++) {
      if (tick == warmUp) {
        cpuNanos = 0;
        allocated = 0;
      }
      long nowMillis = load.micros(tick, load.modalities() - 1) / 1_000;
      for (int from = 0; from < load.streams(); from += streamsAtOnce) {
        int to = Math.min(from + streamsAtOnce, load.streams());
        List<Frame> frames = load.tick(tick, ids, names, from, to);
        measure(() -> accept(frames, nowMillis));
      }
      measure(() -> closeDue(nowMillis));
      commit(nowMillis);
    }
    double frames = (double) ticks * load.framesPerTick();
    return new Cost(frames / cpuNanos * 1e9, allocated / frames, windows, sum);
  }

  private void accept(List<Frame> frames, long nowMillis) {
    for (Frame frame : frames) {
      join.accept(frame, nowMillis);
    }
    settle();
  }

  private void closeDue(long nowMillis) {
    join.closeDue(nowMillis);
    settle();
  }

  private void measure(Runnable part) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    part.run();
    cpuNanos += THREADS.getCurrentThreadCpuTime() - nanos;
    allocated += THREADS.getCurrentThreadAllocatedBytes() - bytes;
  }

  private void commit(long nowMillis) {
    if (nowMillis - committedMillis >= COMMIT_MILLIS) {
      committedMillis = nowMillis;
      join.commit();
    }
  }

  /** What a next node does at the least: reads every value. */
  private void settle() {
    windows += join.settle(values -> sum += mean(values));
  }

  /** For both contestants. Two halves side by side: one sum would wait for itself at each value. */
  static double mean(float[] values) {
    int half = values.length / 2;
    double first = 0;
    double second = values.length % 2 == 0 ? 0 : values[values.length - 1];
    for (int i = 0; i < half; i++) {
      first += values[i];
      second += values[half + i];
    }
    return (first + second) / values.length;
  }
}
