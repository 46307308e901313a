// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Avro's Instants to our longs and back. */
final class Times {
  private Times() {}

  static Instant micros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant instant) {
    // Not ChronoUnit.MICROS.between: it counts in nanoseconds and overflows after 292 years.
    // Nothing
    // overflows here, since every Instant that reaches this was made of a long of microseconds.
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }
}
