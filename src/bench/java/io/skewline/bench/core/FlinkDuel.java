// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.bench.Ratio;
import io.skewline.bench.core.CoreRun.Cost;
import io.skewline.bench.core.CoreRun.Mode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** Ours and Flink in turn over the same frames, each on two cores or fewer, by CPU time. */
public final class FlinkDuel {
  private static final long SEED = 7;
  private static final double TOLERANCE = 1e-4;

  /** Anchors per stream that may still wait for a partner at the end. */
  private static final int MOST_OPEN = 10;

  private final CoreLoad load;
  private final Mode mode;
  private final int ticks;
  private final List<Cost> ours = new ArrayList<>();
  private final List<FlinkProbe.Cost> flinks = new ArrayList<>();

  /**
   * @param nearest against the interval join; otherwise tumbling windows against coGroup
   */
  public FlinkDuel(CoreLoad load, boolean nearest, int ticks) {
    this.load = load;
    this.mode = nearest ? Mode.NEAREST : Mode.WINDOW;
    this.ticks = ticks;
  }

  public String name() {
    return mode == Mode.NEAREST ? "nearest / Flink interval join" : "windows / Flink coGroup";
  }

  /** A pair that counts, or only warms up. */
  public void pair(boolean oursFirst, boolean counts, PrintWriter log) throws Exception {
    Cost cost = oursFirst ? runOurs() : null;
    FlinkProbe.Cost flink = new FlinkJob(load, mode).run(ticks);
    cost = cost == null ? runOurs() : cost;
    check(cost, flink);
    log.printf(
        "%-8s %-30s ours %,10.0f, Flink %,9.0f (join's thread alone %,9.0f) frames/s of CPU%n",
        counts ? "pair" : "warm-up",
        name(),
        cost.framesPerCpuSecond(),
        flink.framesPerCpuSecond(),
        flink.joinFramesPerCpuSecond());
    log.flush();
    if (counts) {
      ours.add(cost);
      flinks.add(flink);
    }
  }

  private Cost runOurs() {
    return new CoreRun(load, mode).run(0, ticks);
  }

  /** At the end of its input Flink also gives what is still open; ours keeps it. */
  private void check(Cost ours, FlinkProbe.Cost flink) {
    long all = load.results(mode, ticks);
    long atLeast = all - (long) load.streams() * (mode == Mode.NEAREST ? MOST_OPEN : 1);
    if (flink.results() != all || ours.windows() < atLeast || ours.windows() > all) {
      throw new IllegalStateException(
          "%s: %d results of Flink and %d of ours, of %d"
              .formatted(name(), flink.results(), ours.windows(), all));
    }
    check("Flink", flink.results(), flink.sum());
    check("ours", ours.windows(), ours.sum());
  }

  private void check(String who, long results, double sum) {
    double expected = load.sum(mode, ticks, results / load.streams());
    if (results % load.streams() != 0 || Math.abs(sum - expected) > TOLERANCE * expected) {
      throw new IllegalStateException(
          "%s: %s gave %d results that sum up to %f; it should be %f"
              .formatted(name(), who, results, sum, expected));
    }
  }

  /** By the CPU time of all threads of the job. */
  public Ratio ratio() {
    return Ratio.of(
        values(ours, Cost::framesPerCpuSecond),
        values(flinks, FlinkProbe.Cost::framesPerCpuSecond),
        SEED);
  }

  /** By the CPU time of the join's thread alone, as if source and shuffle were free. */
  public Ratio ratioOfJoin() {
    return Ratio.of(
        values(ours, Cost::framesPerCpuSecond),
        values(flinks, FlinkProbe.Cost::joinFramesPerCpuSecond),
        SEED);
  }

  /** Median frames per CPU second of ours, of Flink, of Flink's join alone; bytes of ours. */
  public double[] medians() {
    return new double[] {
      median(values(ours, Cost::framesPerCpuSecond)),
      median(values(flinks, FlinkProbe.Cost::framesPerCpuSecond)),
      median(values(flinks, FlinkProbe.Cost::joinFramesPerCpuSecond)),
      median(values(ours, Cost::bytesPerFrame))
    };
  }

  private static <T> double[] values(List<T> all, ToDoubleFunction<T> value) {
    return all.stream().mapToDouble(value).toArray();
  }

  private static double median(double[] values) {
    return new Median().evaluate(values);
  }
}
