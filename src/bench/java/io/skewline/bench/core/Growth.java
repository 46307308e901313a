// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.bench.core.CoreRun.Cost;
import io.skewline.bench.core.CoreRun.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Cost per frame while streams and modalities grow, rounds interleaved, one to warm up and then the
 * median of each point. Vectors are narrow, so that 100,000 streams fit in memory and adding them
 * does not hide the rest.
 */
public final class Growth {
  private static final int RATE = 25;
  private static final int LEAST_TICKS = 2 * RATE;
  private static final int LEAST_FRAMES = 1_000_000;

  private final int width;

  /**
   * @param width floats per frame
   */
  public Growth(int width) {
    this.width = width;
  }

  /**
   * @param nanosPerFrame CPU time
   * @param bareNanosPerFrame of the least that any join has to do
   */
  public record Point(
      int streams,
      int modalities,
      double nanosPerFrame,
      double bytesPerFrame,
      double bareNanosPerFrame) {}

  /** One load's rounds. */
  private record Costs(List<Cost> ours, List<Cost> bare) {
    Costs() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  public List<Point> measure(int rounds) {
    Map<CoreLoad, Costs> costs = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (CoreLoad load : loads()) {
        Cost ours = cost(new CoreRun(load, Mode.WINDOW), load);
        Cost bare = cost(CoreRun.bare(load), load);
        if (round > 0) {
          Costs all = costs.computeIfAbsent(load, l -> new Costs());
          all.ours().add(ours);
          all.bare().add(bare);
        }
      }
    }
    List<Point> points = new ArrayList<>();
    costs.forEach((load, all) -> points.add(point(load, all)));
    return points;
  }

  private List<CoreLoad> loads() {
    List<CoreLoad> loads = new ArrayList<>();
    for (int streams : new int[] {100, 1_000, 10_000, 100_000}) {
      loads.add(new CoreLoad(streams, 2, RATE, width));
    }
    for (int modalities : new int[] {3, 4}) {
      loads.add(new CoreLoad(1_000, modalities, RATE, width));
    }
    return loads;
  }

  /** The first window of every stream is for warming up. */
  private static Cost cost(CoreRun run, CoreLoad load) {
    int ticks = Math.max(LEAST_TICKS, LEAST_FRAMES / load.framesPerTick());
    return run.run(RATE + 5, ticks / RATE * RATE);
  }

  private static Point point(CoreLoad load, Costs costs) {
    return new Point(
        load.streams(),
        load.modalities(),
        median(costs.ours(), Cost::nanosPerFrame),
        median(costs.ours(), Cost::bytesPerFrame),
        median(costs.bare(), Cost::nanosPerFrame));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> value) {
    return new Median().evaluate(costs.stream().mapToDouble(value).toArray());
  }
}
