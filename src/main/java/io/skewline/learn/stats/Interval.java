// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

/**
 * A number and how sure it is.
 *
 * @param low lower end of the 95 % interval
 * @param standardError deviation of the number over resamples
 */
public record Interval(double value, double low, double high, double standardError) {

  /** Whether there is a number at all: some measures have none of some windows. */
  public boolean isKnown() {
    return Double.isFinite(value) && Double.isFinite(low) && Double.isFinite(high);
  }

  public boolean contains(double other) {
    return low <= other && other <= high;
  }
}
