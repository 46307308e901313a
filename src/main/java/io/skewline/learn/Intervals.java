// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The mean of a number per window, with its 95 % interval. Windows of one stream are not
 * independent, so whole streams are drawn ({@value #RESAMPLES} resamples). Where every window is a
 * stream of its own, a share gets Wilson's interval. With fewer than {@value #FEW_STREAMS} streams
 * a bootstrap over them would show next to no spread, so windows count as independent: such an
 * interval is too narrow, and cannot be helped.
 */
final class Intervals {
  static final int RESAMPLES = 2_000;
  static final int FEW_STREAMS = 5;
  private static final double Z = 1.959964;

  private final long seed;

  Intervals(long seed) {
    this.seed = seed;
  }

  /**
   * @param streams of each window
   * @param values 0 or 1 for a share, anything else for a mean
   */
  Metric mean(List<StreamId> streams, double[] values) {
    if (values.length == 0) {
      return new Metric(0, 0, 0, 0);
    }
    double[][] groups = groups(streams, values);
    boolean single = groups.length == values.length || groups.length < FEW_STREAMS;
    boolean share = Arrays.stream(values).allMatch(v -> v == 0 || v == 1);
    double mean = Arrays.stream(values).average().orElseThrow();
    if (single && share) {
      return wilson(mean, values.length);
    }
    Metric drawn = bootstrap(mean, single ? singles(values) : groups, values.length);
    // All right or all wrong: no resample differs, yet the true share may.
    return share && drawn.low() == drawn.high() ? wilson(mean, values.length) : drawn;
  }

  private static double[][] groups(List<StreamId> streams, double[] values) {
    Map<StreamId, List<Double>> byStream = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      byStream.computeIfAbsent(streams.get(i), unused -> new ArrayList<>()).add(values[i]);
    }
    return byStream.values().stream()
        .map(group -> group.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] singles(double[] values) {
    return Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
  }

  private Metric bootstrap(double mean, double[][] groups, int n) {
    double[] sums =
        Arrays.stream(groups).mapToDouble(group -> Arrays.stream(group).sum()).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sum = 0;
      long count = 0;
      for (int g = 0; g < groups.length; g++) {
        int drawn = random.nextInt(groups.length);
        sum += sums[drawn];
        count += groups[drawn].length;
      }
      means[r] = sum / count;
    }
    Arrays.sort(means);
    int tail = (int) (0.025 * RESAMPLES);
    return new Metric(mean, means[tail], means[RESAMPLES - 1 - tail], n);
  }

  private static Metric wilson(double share, int n) {
    double z2 = Z * Z / n;
    double centre = (share + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n));
    return new Metric(share, Math.max(0, centre - half), Math.min(1, centre + half), n);
  }
}
