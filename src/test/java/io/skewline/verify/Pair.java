// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import java.util.Comparator;

/**
 * An anchor and a frame of another modality; times in microseconds. In order: the closest first; of
 * equal ones the earlier anchor, then the earlier frame, then the lower sequence.
 */
record Pair<A, F>(A anchor, long anchorTime, F frame, long frameTime, long sequence)
    implements Comparable<Pair<A, F>> {
  private static final Comparator<Pair<?, ?>> CLOSEST_FIRST =
      Comparator.<Pair<?, ?>>comparingLong(Pair::distance)
          .thenComparingLong(Pair::anchorTime)
          .thenComparingLong(Pair::frameTime)
          .thenComparingLong(Pair::sequence);

  long distance() {
    return Math.abs(frameTime - anchorTime);
  }

  @Override
  public int compareTo(Pair<A, F> other) {
    return CLOSEST_FIRST.compare(this, other);
  }
}
