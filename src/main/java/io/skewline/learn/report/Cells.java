// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.stats.Interval;
import java.util.Locale;

/** Intervals as they stand in tables; a dash for one that is none. */
final class Cells {
  private Cells() {}

  static String of(Interval interval) {
    return text("%.3f", interval);
  }

  /** A difference. */
  static String signed(Interval interval) {
    return text("%+.3f", interval);
  }

  private static String text(String number, Interval interval) {
    if (!interval.isKnown()) {
      return "–";
    }
    return String.format(
        Locale.ROOT,
        number + " [" + number + ", " + number + "]",
        interval.value(),
        interval.low(),
        interval.high());
  }
}
