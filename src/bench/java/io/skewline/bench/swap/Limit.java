// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import java.util.Locale;

/** Whether something stays within a limit, as far as an interval of 95 % can tell. */
public enum Limit {
  /** All of the interval is. */
  YES,
  /** None of it is. */
  NO,
  /** The limit is in it: more or quieter measurements would tell. */
  NOT_DECIDED;

  /**
   * @param margin half of the interval's width; NaN if there is none
   */
  public static Limit of(double mean, double margin, double most) {
    if (mean + margin <= most) {
      return YES;
    }
    return mean - margin > most ? NO : NOT_DECIDED;
  }

  @Override
  public String toString() {
    return this == NO ? "NO" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
