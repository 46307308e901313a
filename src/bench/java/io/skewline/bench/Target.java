// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.util.Locale;

/**
 * What a measured value is held against.
 *
 * @param limit a target holds when the end of the interval that is nearer to failing is within 5 %
 *     of it
 */
public record Target(Direction direction, double limit) {
  private static final double TOLERANCE = 0.05;

  public enum Direction {
    AT_LEAST,
    AT_MOST
  }

  public static Target atLeast(double limit) {
    return new Target(Direction.AT_LEAST, limit);
  }

  public static Target atMost(double limit) {
    return new Target(Direction.AT_MOST, limit);
  }

  public boolean holds(Ratio ratio) {
    return holds(direction == Direction.AT_LEAST ? ratio.low() : ratio.high());
  }

  /** For a value without an interval: it is both of its ends. */
  public boolean holds(double value) {
    return direction == Direction.AT_LEAST
        ? value >= limit * (1 - TOLERANCE)
        : value <= limit * (1 + TOLERANCE);
  }

  @Override
  public String toString() {
    return (direction == Direction.AT_LEAST ? ">= " : "<= ")
        + String.format(Locale.ROOT, limit < 10 ? "%.2f" : "%,.0f", limit);
  }
}
