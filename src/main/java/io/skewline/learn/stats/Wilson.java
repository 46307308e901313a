// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

/**
 * The interval of a share that was counted (Wilson, JASA 22, 1927): stays within 0..1 and is honest
 * for few counts and for shares near the ends.
 */
public final class Wilson {
  /** Of the normal distribution, for 95 %. */
  public static final double Z = 1.959963984540054;

  private Wilson() {}

  /** Not a number where n is 0. */
  public static Interval of(long hits, long n) {
    if (n == 0) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double share = (double) hits / n;
    double z2 = Z * Z / n;
    double centre = (share + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n));
    return new Interval(
        share,
        Math.min(share, Math.max(0, centre - half)),
        Math.max(share, Math.min(1, centre + half)),
        Math.sqrt(share * (1 - share) / n));
  }
}
