// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.fusion;

import io.skewline.bench.Ratio;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Contestants that do the same work in turns on this thread, a little each, by its CPU time: what
 * else runs on the machine waits out of the measurement, and what is left of it is the same for
 * neighbours. Any two of them are A and B of as many pairs as there are rounds; every other round
 * goes backwards.
 */
final class Race {
  private static final long SEED = 7;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long nanosPerTurn;
  private final Map<String, Runnable> work = new LinkedHashMap<>();
  private final Map<String, List<Double>> speeds = new LinkedHashMap<>();

  /**
   * @param nanosPerTurn CPU time of one contestant in one round, at the least
   */
  Race(long nanosPerTurn) {
    this.nanosPerTurn = nanosPerTurn;
  }

  void add(String name, Runnable once) {
    work.put(name, once);
    speeds.put(name, new ArrayList<>());
  }

  void run(long nanosOfWarmUp, int rounds) {
    work.values().forEach(once -> perSecond(once, nanosOfWarmUp));
    List<String> order = new ArrayList<>(work.keySet());
    for (int round = 0; round < rounds; round++) {
      for (String name : order) {
        speeds.get(name).add(perSecond(work.get(name), nanosPerTurn));
      }
      Collections.reverse(order);
    }
  }

  /** Runs per second of CPU time. */
  private static double perSecond(Runnable once, long nanos) {
    long started = THREADS.getCurrentThreadCpuTime();
    long now = started;
    int runs = 0;
    for (int atOnce = 1; now - started < nanos; atOnce *= 2) {
      for (int i = 0; i < atOnce; i++) {
        once.run();
      }
      runs += atOnce;
      now = THREADS.getCurrentThreadCpuTime();
    }
    return runs * 1e9 / (now - started);
  }

  Ratio ratio(String a, String b) {
    return Ratio.of(values(a), values(b), SEED);
  }

  /** Runs per second of CPU time. */
  double median(String name) {
    return new Median().evaluate(values(name));
  }

  /** The one of these that is fastest by its median. */
  String best(String... names) {
    String best = names[0];
    for (String name : names) {
      best = median(name) > median(best) ? name : best;
    }
    return best;
  }

  private double[] values(String name) {
    return speeds.get(name).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Every single turn. */
  Map<String, List<Double>> details() {
    return speeds;
  }
}
