// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Whether one model does better than another on the same windows.
 *
 * @param gain of the measure, above 0 where the challenger is better
 * @param p one-sided: how often the gain would be so high if there were none
 * @param units how many groups, streams or windows were drawn from
 */
public record PairedTest(Interval gain, double p, int units) {
  /** No gain, but what 32-bit scores leave of none. */
  private static final double ROUNDING = 1e-6;

  /**
   * The share of resamples without a gain, made wider for few units: a bootstrap of n of them is
   * too narrow by the factor √((n−1)/n), and by what the normal distribution is narrower than
   * Student's t with n − 1 degrees of freedom (Hesterberg, 2015, section 5.3).
   *
   * @param resamples gains of the resamples, all finite
   */
  static PairedTest of(Interval gain, double[] resamples, int units) {
    if (units < 2 || resamples.length < 2) {
      return new PairedTest(gain, 1, units);
    }
    long without = Arrays.stream(resamples).filter(g -> g <= ROUNDING).count();
    double share = (1.0 + without) / (2.0 + resamples.length);
    double narrow = Math.sqrt((units - 1.0) / units);
    double t = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(share) * narrow;
    double p = new TDistribution(null, units - 1.0).cumulativeProbability(t);
    double error = Math.sqrt(StatUtils.variance(resamples)) / narrow;
    return new PairedTest(new Interval(gain.value(), gain.low(), gain.high(), error), p, units);
  }

  public boolean isSure(double confidence) {
    return p <= 1 - confidence;
  }

  /** Within one standard error, or better. */
  public boolean isEqual() {
    return gain.value() >= -gain.standardError() - ROUNDING;
  }

  /** A loss that chance does not explain is larger than the standard error. */
  public boolean fallsBeyond(double most) {
    return -gain.value() - gain.standardError() > most;
  }
}
