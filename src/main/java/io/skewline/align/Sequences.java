// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.Arrays;

/**
 * A set of sequence numbers, as the intervals they fill: frames mostly come numbered without gaps,
 * so a window's set is one interval, however many frames it holds.
 */
final class Sequences {
  /** First and last of each interval, ascending, no two of them adjacent. */
  private long[] ends;

  private int intervals;

  Sequences() {
    this(new long[2], 0);
  }

  /** Takes the array over; its first {@code 2 * intervals} values must be as {@link #toArray}'s. */
  Sequences(long[] ends, int intervals) {
    this.ends = ends;
    this.intervals = intervals;
  }

  boolean contains(long sequence) {
    int at = atOrBefore(sequence);
    return at >= 0 && sequence <= ends[2 * at + 1];
  }

  /** The highest number; the set must not be empty. */
  long last() {
    return ends[2 * intervals - 1];
  }

  boolean isEmpty() {
    return intervals == 0;
  }

  /** The number must not be in here yet. */
  void add(long sequence) {
    int before = atOrBefore(sequence);
    boolean extendsBefore = before >= 0 && ends[2 * before + 1] == sequence - 1;
    boolean extendsAfter = before + 1 < intervals && ends[2 * before + 2] == sequence + 1;
    if (extendsBefore && extendsAfter) {
      ends[2 * before + 1] = ends[2 * before + 3];
      close(before + 1);
    } else if (extendsBefore) {
      ends[2 * before + 1] = sequence;
    } else if (extendsAfter) {
      ends[2 * before + 2] = sequence;
    } else {
      open(before + 1, sequence);
    }
  }

  /** The last interval that begins at or before the number, −1 for none. */
  private int atOrBefore(long sequence) {
    int low = 0;
    int high = intervals - 1;
    if (high >= 0 && sequence >= ends[2 * high]) {
      return high;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (ends[2 * middle] <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private void open(int at, long sequence) {
    if (2 * intervals == ends.length) {
      ends = Arrays.copyOf(ends, Math.max(4, 2 * ends.length));
    }
    System.arraycopy(ends, 2 * at, ends, 2 * at + 2, 2 * (intervals - at));
    ends[2 * at] = sequence;
    ends[2 * at + 1] = sequence;
    intervals++;
  }

  private void close(int at) {
    System.arraycopy(ends, 2 * at + 2, ends, 2 * at, 2 * (intervals - at - 1));
    intervals--;
  }

  /** First and last of each interval. */
  long[] toArray() {
    return Arrays.copyOf(ends, 2 * intervals);
  }
}
