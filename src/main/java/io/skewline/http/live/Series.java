// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last ten minutes, second by second. One thread. */
final class Series {
  private static final int SAMPLES = 600;
  private static final int DELAYS = 4_096;

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final List<Long> delays = new ArrayList<>();
  private @Nullable Totals last;
  private long lastAt;

  void delay(long millis) {
    if (delays.size() < DELAYS) {
      delays.add(Math.max(0, millis));
    }
  }

  /**
   * @param at wall clock, milliseconds
   * @return what has passed since the last call; null for the first one
   */
  @Nullable Sample next(long at, Totals now) {
    Totals before = last;
    double seconds = (at - lastAt) / 1e3;
    last = now;
    lastAt = at;
    if (before == null || seconds <= 0) {
      return null;
    }
    Collections.sort(delays);
    Sample sample =
        new Sample(
            at,
            rates(before.frames(), now.frames(), seconds),
            (now.allVerdicts() - before.allVerdicts()) / seconds,
            (fused(now) - fused(before)) / seconds,
            quantile(0.5),
            quantile(0.99));
    delays.clear();
    if (samples.size() == SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(sample);
    return sample;
  }

  private static long fused(Totals totals) {
    return totals.verdicts().getOrDefault("fused", 0L)
        + totals.verdicts().getOrDefault("fused_missing", 0L);
  }

  private static Map<String, Double> rates(
      Map<String, Long> before, Map<String, Long> now, double seconds) {
    Map<String, Double> rates = new TreeMap<>();
    now.forEach((key, count) -> rates.put(key, (count - before.getOrDefault(key, 0L)) / seconds));
    return rates;
  }

  /** The smallest delay that so large a share of them does not exceed. */
  private @Nullable Long quantile(double share) {
    if (delays.isEmpty()) {
      return null;
    }
    int rank = (int) Math.ceil(share * delays.size());
    return delays.get(Math.max(0, rank - 1));
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }
}
