// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * 95 % percentile-bootstrap intervals (Efron and Tibshirani, 1993) over seeds and windows: each
 * resample draws as many fits, and as many units of windows, as there are, with replacement. The
 * same units are drawn for all fits, for they have the same windows, and for both sides of a
 * difference, which makes it a paired one. The same seed gives the same interval.
 */
public final class Bootstrap {
  public static final int RESAMPLES = 1000;

  private final int resamples;
  private final long seed;

  public Bootstrap(int resamples, long seed) {
    if (resamples < 2) {
      throw new IllegalArgumentException("a bootstrap needs resamples: " + resamples);
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  public Bootstrap(long seed) {
    this(RESAMPLES, seed);
  }

  /** Of one fit. */
  public Interval of(Measure measure, Answers answers) {
    return of(measure, List.of(answers));
  }

  /** Of the mean over fits with different seeds. */
  public Interval of(Measure measure, List<Answers> fits) {
    Resampler resampler = Resampler.of(fits);
    return interval(resampler, draw -> draw.mean(fits, measure));
  }

  /**
   * Of the first one's mean minus the other's.
   *
   * @param others as many, fit by fit of the same seed and on the same windows
   */
  public Interval difference(Measure measure, List<Answers> fits, List<Answers> others) {
    requirePairs(fits, others);
    Resampler resampler = Resampler.of(fits);
    return interval(resampler, draw -> draw.mean(fits, measure) - draw.mean(others, measure));
  }

  private static void requirePairs(List<Answers> some, List<Answers> others) {
    for (int f = 0; f < some.size(); f++) {
      if (some.size() != others.size() || some.get(f).facts() != others.get(f).facts()) {
        throw new IllegalArgumentException("only answers on the same windows make pairs");
      }
    }
  }

  /**
   * Of the mean of several scores of the same windows, such as the area under a curve.
   *
   * @param points per point of the curve the fits' answers
   */
  public Interval ofCurve(Measure measure, List<List<Answers>> points) {
    return interval(Resampler.of(points.get(0)), draw -> mean(draw, measure, points));
  }

  /** Of the first curve's mean minus the other's, paired as in {@link #difference}. */
  public Interval differenceOfCurves(
      Measure measure, List<List<Answers>> points, List<List<Answers>> others) {
    return interval(
        Resampler.of(points.get(0)),
        draw -> mean(draw, measure, points) - mean(draw, measure, others));
  }

  private static double mean(Resampler.Draw draw, Measure measure, List<List<Answers>> points) {
    return points.stream().mapToDouble(fits -> draw.mean(fits, measure)).average().orElseThrow();
  }

  /**
   * Whether one answers better than the other, which answered on the same windows.
   *
   * @param measure the gain is counted upwards, also of one that is better the lower it is
   */
  public PairedTest gain(Measure measure, Answers challenger, Answers champion) {
    return gainOfCurves(measure, List.of(challenger), List.of(champion));
  }

  /**
   * The same of the mean of several scores.
   *
   * @param challenger per point of its curve
   * @param champion likewise
   */
  public PairedTest gainOfCurves(
      Measure measure, List<Answers> challenger, List<Answers> champion) {
    requirePairs(challenger, champion);
    Resampler resampler = Resampler.of(challenger.subList(0, 1));
    ToDoubleFunction<Resampler.Draw> gain =
        draw ->
            measure.oriented(mean(draw, measure, curve(challenger)))
                - measure.oriented(mean(draw, measure, curve(champion)));
    double[] told = told(resampler, gain);
    return PairedTest.of(
        interval(gain.applyAsDouble(resampler.all()), told), told, resampler.units());
  }

  private static List<List<Answers>> curve(List<Answers> points) {
    return points.stream().map(List::of).toList();
  }

  private Interval interval(Resampler resampler, ToDoubleFunction<Resampler.Draw> of) {
    return interval(of.applyAsDouble(resampler.all()), told(resampler, of));
  }

  /** In order. What cannot be told of a resample, such as the area of one class, is no evidence. */
  private double[] told(Resampler resampler, ToDoubleFunction<Resampler.Draw> of) {
    Random random = new Random(seed);
    double[] values = new double[resamples];
    for (int b = 0; b < resamples; b++) {
      values[b] = of.applyAsDouble(resampler.draw(random));
    }
    return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
  }

  private static Interval interval(double value, double[] told) {
    if (told.length == 0) {
      return new Interval(value, Double.NaN, Double.NaN, Double.NaN);
    }
    return new Interval(
        value,
        told[(int) (0.025 * told.length)],
        told[Math.max(0, (int) (0.975 * told.length) - 1)],
        told.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(told)));
  }
}
