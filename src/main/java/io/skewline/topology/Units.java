// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: a whole number and a unit, e.g. {@code 20ms}. */
public final class Units {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}) ?([A-Za-z]+)");
  private static final Map<String, ChronoUnit> TIME =
      Map.of(
          "us", ChronoUnit.MICROS,
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  /** Longer ones do not fit in a long of nanoseconds. */
  private static final Duration BEYOND_NANOS = Duration.ofDays(100_000);

  private static final List<String> LARGEST_FIRST = List.of("d", "h", "m", "s", "ms", "us");

  /** KB counts in thousands, KiB in 1,024s. */
  private static final Map<String, Long> SIZE =
      Map.of(
          "B", 1L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1_024L,
          "MiB", 1_048_576L);

  private Units() {}

  /**
   * @throws IllegalArgumentException if the text is no whole number with us, ms, s, m, h or d
   */
  public static Duration duration(String text) {
    Matcher amount = amount(text);
    return Duration.of(Long.parseLong(amount.group(1)), unit(TIME, amount.group(2)));
  }

  /** As {@link #duration} reads it, in the largest unit that needs no fraction. */
  public static String text(Duration duration) {
    if (duration.compareTo(BEYOND_NANOS) > 0) {
      return duration.toDays() + "d";
    }
    for (String unit : LARGEST_FIRST) {
      long nanos = TIME.get(unit).getDuration().toNanos();
      if (duration.toNanos() % nanos == 0 && !duration.isZero()) {
        return duration.toNanos() / nanos + unit;
      }
    }
    return duration.toMillis() + "ms";
  }

  static long bytes(String text) {
    Matcher amount = amount(text);
    return Math.multiplyExact(Long.parseLong(amount.group(1)), unit(SIZE, amount.group(2)));
  }

  private static Matcher amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a whole number with a unit: " + text);
    }
    return matcher;
  }

  private static <U> U unit(Map<String, U> units, String name) {
    U unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException("no such unit: " + name);
    }
    return unit;
  }
}
