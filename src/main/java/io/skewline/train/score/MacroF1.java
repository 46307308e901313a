// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.Tally;
import io.skewline.learn.stats.Interval;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Macro-F1 of a confusion matrix, over the classes that are true or predicted somewhere. Its
 * interval is that of a Poisson bootstrap: each count drawn anew from a Poisson distribution about
 * it, which is resampling the predictions without having kept them (Hanley and MacGibbon, 2006).
 */
final class MacroF1 {
  private static final int RESAMPLES = 400;

  /** Above, a Poisson number is as good as a normal one. */
  private static final long NORMAL = 50;

  private MacroF1() {}

  /** Not a number for an empty matrix. */
  static Interval of(Map<Tally.Cell, Long> confusion) {
    SplittableRandom random = new SplittableRandom(1);
    double[] resampled = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      Map<Tally.Cell, Long> drawn = new HashMap<>();
      confusion.forEach((cell, n) -> drawn.put(cell, draw(n, random)));
      resampled[i] = f1(drawn);
    }
    Arrays.sort(resampled);
    double mean = Arrays.stream(resampled).average().orElse(Double.NaN);
    double squares = Arrays.stream(resampled).map(v -> (v - mean) * (v - mean)).sum();
    return new Interval(
        f1(confusion),
        resampled[RESAMPLES / 40],
        resampled[RESAMPLES - 1 - RESAMPLES / 40],
        Math.sqrt(squares / (RESAMPLES - 1)));
  }

  private static double f1(Map<Tally.Cell, Long> confusion) {
    Map<String, long[]> classes = new HashMap<>();
    confusion.forEach(
        (cell, n) -> {
          if (n > 0) {
            classes.computeIfAbsent(cell.truth(), c -> new long[2])[1] += n;
            classes.computeIfAbsent(cell.predicted(), c -> new long[2])[1] += n;
            classes.get(cell.truth())[0] += cell.truth().equals(cell.predicted()) ? n : 0;
          }
        });
    return classes.values().stream()
        .mapToDouble(c -> 2.0 * c[0] / c[1])
        .average()
        .orElse(Double.NaN);
  }

  private static long draw(long mean, SplittableRandom random) {
    if (mean > NORMAL) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    long drawn = 0;
    while (product > limit) {
      product *= random.nextDouble();
      drawn++;
    }
    return drawn;
  }
}
