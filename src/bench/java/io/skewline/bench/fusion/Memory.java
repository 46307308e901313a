// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.fusion;

import io.skewline.bench.Target;
import io.skewline.network.NetworkUnderTest;
import io.skewline.network.Trainer;
import java.io.PrintWriter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.bytedeco.javacpp.Pointer;

/** Whether memory outside the heap grows while our training runs. */
public final class Memory {
  /** One matrix of 128 x 128 left behind by each step would be 640 MB after 10,000. */
  private static final Target GROWN_MEGABYTES = Target.atMost(10);

  private static final int SAMPLES = 100;
  private static final int GARBAGE = 64 << 10;
  private static final double MEGABYTE = 1 << 20;

  private final int width;
  private final int steps;

  public Memory(int width, int steps) {
    this.width = width;
    this.steps = steps;
  }

  public void measure(PrintWriter log, Scores scores) {
    Trainer trainer = new NetworkUnderTest(width, width).training(Training.ROWS, 1e-4);
    int between = Math.max(1, steps / SAMPLES);
    run(trainer, steps / 5);
    touchHeap();
    SimpleRegression resident = new SimpleRegression();
    SimpleRegression direct = new SimpleRegression();
    for (int step = 0; step < steps; step += between) {
      run(trainer, between);
      resident.addData(step, Pointer.physicalBytes());
      direct.addData(step, directBytes() + Pointer.totalBytes());
    }
    log.printf(
        "width %d, %,d steps: %.0f MB resident, of these %.1f MB direct buffers and JavaCPP%n",
        width,
        steps,
        Pointer.physicalBytes() / MEGABYTE,
        (directBytes() + Pointer.totalBytes()) / MEGABYTE);
    row("resident bytes", resident, scores);
    row("direct and JavaCPP bytes", direct, scores);
  }

  private void row(String of, SimpleRegression line, Scores scores) {
    double megabytes = line.getSlope() * steps / MEGABYTE;
    scores.value(
        "width %d, %,d training steps: growth of %s, MB, by its slope".formatted(width, steps, of),
        "%.2f (%.0f bytes/step)".formatted(megabytes, line.getSlope()),
        megabytes,
        Optional.of(GROWN_MEGABYTES));
  }

  private static void run(Trainer trainer, int steps) {
    for (int step = 0; step < steps; step++) {
      trainer.step();
    }
  }

  /** Pages of the heap count as resident when they are first written: all are, before. */
  private static void touchHeap() {
    long sum = 0;
    for (long bytes = 0; bytes < 2 * Runtime.getRuntime().maxMemory(); bytes += GARBAGE) {
      sum += new byte[GARBAGE].length;
    }
    if (sum <= 0) {
      throw new IllegalStateException("no garbage was made");
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
