// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.EngineSettings.Engine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which engine is the faster one, for each size of batch. Immutable.
 *
 * @param byRows the engine of batches up to so many rows
 */
record EngineChoice(TreeMap<Integer, Engine> byRows) {
  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);
  private static final int[] SIZES = {1, 2, 4, 8, 16, 32, 64, SsfnModel.MOST_ROWS};
  private static final int WARM_UP_ROWS = 8;

  /** Ours has to be compiled first. */
  private static final Duration WARM_UP = Duration.ofMillis(500);

  private static final Duration MEASURED = Duration.ofMillis(50);
  private static final int WINDOWS_AT_ONCE = 32;
  private static final int LEAST_ROUNDS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Nothing is changed for less than noise. */
  private static final double CLEARLY = 1.05;

  /** Runs both in turns, about a second of this thread's CPU time in all. */
  static EngineChoice measure(SsfnShape shape, FusionEngine ours, FusionEngine theirs) {
    AlignedWindow window = WarmUp.window(shape);
    TreeMap<Integer, Engine> byRows = new TreeMap<>();
    Map<Integer, String> ratios = new TreeMap<>();
    try (FusionEngine.Batch a = ours.batch(SsfnModel.MOST_ROWS);
        FusionEngine.Batch b = theirs.batch(SsfnModel.MOST_ROWS)) {
      turns(a, b, Collections.nCopies(WARM_UP_ROWS, window), WARM_UP);
      for (int rows : SIZES) {
        double ratio = ratio(a, b, Collections.nCopies(rows, window));
        byRows.put(rows, ratio > CLEARLY ? Engine.ONNX : Engine.NATIVE);
        ratios.put(rows, String.format(Locale.ROOT, "%.2f", ratio));
      }
    }
    LOG.info(
        "Engines by rows of a batch, width {}: {}; time of native / onnx: {}",
        shape.width(),
        byRows,
        ratios);
    return new EngineChoice(byRows);
  }

  /** Best time of the first by best time of the second. */
  private static double ratio(
      FusionEngine.Batch a, FusionEngine.Batch b, List<AlignedWindow> windows) {
    long[] best = turns(a, b, windows, MEASURED);
    return (double) best[0] / best[1];
  }

  /** By CPU time: on a busy machine the clock says little of an engine. */
  private static long[] turns(
      FusionEngine.Batch a, FusionEngine.Batch b, List<AlignedWindow> windows, Duration time) {
    long[] best = {Long.MAX_VALUE, Long.MAX_VALUE};
    long until = THREADS.getCurrentThreadCpuTime() + time.toNanos();
    for (int n = 0; n < LEAST_ROUNDS || THREADS.getCurrentThreadCpuTime() < until; n++) {
      best[0] = Math.min(best[0], time(a, windows));
      best[1] = Math.min(best[1], time(b, windows));
    }
    return best;
  }

  /** Of as many calls as score so many windows, or of one. */
  private static long time(FusionEngine.Batch batch, List<AlignedWindow> windows) {
    long started = THREADS.getCurrentThreadCpuTime();
    for (int scored = 0; scored < WINDOWS_AT_ONCE; scored += windows.size()) {
      batch.run(windows);
    }
    return THREADS.getCurrentThreadCpuTime() - started;
  }

  /** Of a batch of so many windows. */
  Engine of(int windows) {
    return byRows.ceilingEntry(windows).getValue();
  }

  boolean some(Engine engine) {
    return byRows.containsValue(engine);
  }
}
