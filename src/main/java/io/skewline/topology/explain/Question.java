// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import io.skewline.modality.StreamId;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Whose frames, and when.
 *
 * @param atMicros event time, microseconds since the Unix epoch; empty for the newest that is known
 * @param around so much event time before and after
 * @param whole read the ledger topic from its beginning: frames that were stamped ahead of the wall
 *     clock stand earlier in it than their event time lets expect
 */
public record Question(StreamId stream, OptionalLong atMicros, Duration around, boolean whole) {
  public Question {
    if (around.isNegative()) {
      throw new IllegalArgumentException("around is negative: " + around);
    }
    if (atMicros.isPresent() && atMicros.getAsLong() < 0) {
      throw new IllegalArgumentException("at is before 1970: " + atMicros.getAsLong() + " µs");
    }
  }
}
