// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Outcome;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The counts of one modality as bytes: a byte {@value #VERSION}, then longs: the frames that are
 * held, {@value #NOT_COUNTED} where nobody counted them; in; one per {@link Outcome} in declaration
 * order, of which later versions may have more. An entry without a version, of a whole number of
 * longs, is in and eight outcomes; what may follow there is not read.
 */
final class BalanceCodec {
  /** In, then one per outcome: how the counts lie in memory. */
  static final int COUNTS = 1 + Outcome.values().length;

  /** In and the outcomes that there were before entries had a version. */
  private static final int UNVERSIONED_COUNTS = 9;

  private static final byte VERSION = 2;
  private static final long NOT_COUNTED = -1;

  private BalanceCodec() {}

  /**
   * @param counts in, then one per outcome
   */
  static byte[] write(long[] counts, OptionalLong held) {
    ByteBuffer value = ByteBuffer.allocate(1 + (1 + counts.length) * Long.BYTES);
    value.put(VERSION).putLong(held.orElse(NOT_COUNTED));
    value.asLongBuffer().put(counts);
    return value.array();
  }

  /** In, then one per outcome; zero for those that the entry does not know. */
  static long[] counts(byte[] value) {
    ByteBuffer rest = ByteBuffer.wrap(value);
    int most = isVersioned(rest) ? COUNTS : UNVERSIONED_COUNTS;
    held(rest);
    long[] counts = new long[COUNTS];
    rest.asLongBuffer().get(counts, 0, Math.min(most, rest.remaining() / Long.BYTES));
    return counts;
  }

  static Balance balance(byte[] value) {
    return balance(counts(value), held(ByteBuffer.wrap(value)));
  }

  static Balance balance(long[] counts, OptionalLong held) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, counts[1 + outcome.ordinal()]);
    }
    return new Balance(counts[0], outcomes, held);
  }

  private static boolean isVersioned(ByteBuffer value) {
    return value.remaining() % Long.BYTES != 0;
  }

  /** Takes what stands before the counts. */
  private static OptionalLong held(ByteBuffer value) {
    if (!isVersioned(value)) {
      return OptionalLong.empty();
    }
    byte version = value.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an entry of the ledger is of version " + version + "; known: " + VERSION);
    }
    long held = value.getLong();
    return held == NOT_COUNTED ? OptionalLong.empty() : OptionalLong.of(held);
  }
}
