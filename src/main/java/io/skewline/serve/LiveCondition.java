// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import java.util.Locale;

/**
 * One condition of one modality as it is now, and how bad it may be. Outside once the running mean
 * passes a limit, inside again only when it is a tenth below it. Guarded by its {@link
 * ConditionsWatch}.
 */
final class LiveCondition {
  /** The mean is over about so many windows, */
  private static final int MEMORY = 500;

  /** and says nothing before so many. */
  private static final int ENOUGH = 100;

  private static final double INSIDE_AGAIN = 0.9;

  private final String name;
  private double low = Double.NaN;
  private double high = Double.NaN;
  private double mean;
  private long seen;
  private boolean outside;

  /**
   * @param name such as {@code missing audio}
   */
  LiveCondition(String name) {
    this.name = name;
  }

  /**
   * @param low below 0, or 0 for what is never negative
   * @param high NaN: nobody knows, so nothing is outside
   */
  void limits(double low, double high) {
    this.low = low;
    this.high = high;
    outside = outside && load() > INSIDE_AGAIN;
  }

  /** What was seen says nothing of what comes. */
  void forget() {
    seen = 0;
    mean = 0;
    outside = false;
  }

  /**
   * @return whether it has left the range, or come back to it
   */
  boolean saw(double value) {
    seen++;
    mean += (value - mean) / Math.min(seen, MEMORY);
    boolean before = outside;
    outside = seen >= ENOUGH && load() > (outside ? INSIDE_AGAIN : 1);
    return outside != before;
  }

  boolean outside() {
    return outside;
  }

  /** The mean as a share of its limit: above 1 it is outside. NaN where there is no limit. */
  double load() {
    double limit = mean < 0 ? low : high;
    return mean == 0 && !Double.isNaN(limit) ? 0 : mean / limit;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s %.3g, certified to %.3g", name, mean, mean < 0 ? low : high);
  }
}
