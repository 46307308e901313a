// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How many times larger A is than B, from pairs measured side by side.
 *
 * @param value geometric mean of the pairs' ratios
 * @param low lower end of the 95 % interval, by paired bootstrap
 * @param high upper end
 */
public record Ratio(double value, double low, double high, int pairs) {
  private static final int RESAMPLES = 10_000;

  public static Ratio of(double[] a, double[] b, long seed) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "a ratio needs pairs: %d beside %d".formatted(a.length, b.length));
    }
    double[] logs = new double[a.length];
    Arrays.setAll(logs, i -> Math.log(a[i] / b[i]));
    Random random = new Random(seed);
    double[] means = new double[RESAMPLES];
    Arrays.setAll(means, i -> resampledMean(logs, random));
    Percentile percentile = new Percentile();
    percentile.setData(means);
    return new Ratio(
        Math.exp(Arrays.stream(logs).average().orElseThrow()),
        Math.exp(percentile.evaluate(2.5)),
        Math.exp(percentile.evaluate(97.5)),
        a.length);
  }

  private static double resampledMean(double[] logs, Random random) {
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      sum += logs[random.nextInt(logs.length)];
    }
    return sum / logs.length;
  }

  /** As tables show it. */
  public String interval() {
    return "%.2f .. %.2f".formatted(low, high);
  }
}
