// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.function.LongBinaryOperator;

/** Ten ways for a clock to be wrong, and sequence numbers that are. */
enum BadStamps {
  CONSTANT((i, now) -> 1_700_000_000_000_000L),
  ALL_ZEROS((i, now) -> 0),
  BACKWARDS((i, now) -> now - 2 * 40_000 * i),
  ALTERNATING_FAR_APART((i, now) -> i % 2 == 0 ? now : now - 3_600_000_000L),
  JUST_BELOW_MAX_AHEAD((i, now) -> i % 3 == 0 ? now + 10_000_000 : now),
  THE_YEAR_2100((i, now) -> i % 5 == 4 ? 4_102_444_800_000_000L : now),
  SAW_TOOTH_AROUND_MAX_BACK((i, now) -> now - (i % 2) * (5_000_000 + i % 3 - 1)),
  MILLIS_FOR_MICROS((i, now) -> i % 2 == 0 ? now / 1_000 : now),
  NANOS_FOR_MICROS((i, now) -> i % 2 == 0 ? now * 1_000 : now),
  HALF_OF_ALL_TIME((i, now) -> i % 4 == 3 ? Long.MAX_VALUE / 2 : now),
  THE_END_OF_ALL_TIME((i, now) -> i % 4 == 3 ? Long.MAX_VALUE - i % 3 : now),
  REPEATED_SEQUENCES((i, now) -> now, i -> 7),
  OVERFLOWING_SEQUENCES(
      (i, now) -> now, i -> i % 2 == 0 ? Long.MAX_VALUE - i / 2 : Long.MIN_VALUE + i / 2);

  private final LongBinaryOperator time;
  private final java.util.function.LongUnaryOperator sequence;

  BadStamps(LongBinaryOperator time) {
    this(time, i -> i);
  }

  BadStamps(LongBinaryOperator time, java.util.function.LongUnaryOperator sequence) {
    this.time = time;
    this.sequence = sequence;
  }

  /** Of the i-th frame, sent at a time; microseconds. */
  long time(long i, long nowMicros) {
    return time.applyAsLong(i, nowMicros);
  }

  long sequence(long i) {
    return sequence.applyAsLong(i);
  }
}
