// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Mean of a score per window with its 95 % percentile-bootstrap interval (Efron and Tibshirani,
 * 1993). Streams are resampled whole where there are enough of them, for windows of one stream are
 * alike; else windows are.
 */
final class Scores {
  static final int RESAMPLES = 1000;
  private static final int ENOUGH_STREAMS = 8;

  private Scores() {}

  /**
   * @param streams the stream of each value
   */
  static Metric mean(double[] values, List<String> streams, long seed) {
    if (values.length == 0) {
      return new Metric(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double[][] units = units(values, streams);
    Random random = new Random(seed);
    double[] means = new double[RESAMPLES];
    for (int b = 0; b < RESAMPLES; b++) {
      double sum = 0;
      long n = 0;
      for (int u = 0; u < units.length; u++) {
        double[] unit = units[random.nextInt(units.length)];
        sum += unit[0];
        n += (long) unit[1];
      }
      means[b] = sum / n;
    }
    Arrays.sort(means);
    return new Metric(
        Arrays.stream(values).average().orElseThrow(),
        means[(int) (0.025 * RESAMPLES)],
        means[(int) (0.975 * RESAMPLES) - 1],
        values.length);
  }

  /** Sum and number of values per unit of resampling. */
  private static double[][] units(double[] values, List<String> streams) {
    Map<String, double[]> byStream = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      double[] unit = byStream.computeIfAbsent(streams.get(i), s -> new double[2]);
      unit[0] += values[i];
      unit[1]++;
    }
    if (byStream.size() >= ENOUGH_STREAMS) {
      return byStream.values().toArray(double[][]::new);
    }
    return Arrays.stream(values).mapToObj(v -> new double[] {v, 1}).toArray(double[][]::new);
  }
}
