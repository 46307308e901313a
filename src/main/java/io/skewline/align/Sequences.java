// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.Arrays;

/**
 * A set of sequence numbers, as the intervals they fill: frames mostly come numbered without gaps,
 * so a window's set is one interval, however many frames it holds, and that one needs no array.
 */
final class Sequences {
  private static final long[] NONE = {};

  private long first = 1;
  private long last;

  /** First and last of each interval, ascending, no two of them adjacent; empty for one or none. */
  private long[] ends = NONE;

  private int intervals;

  /**
   * @param ends as {@link #toArray} gave them
   */
  static Sequences of(long[] ends) {
    Sequences sequences = new Sequences();
    sequences.intervals = ends.length / 2;
    if (ends.length == 2) {
      sequences.first = ends[0];
      sequences.last = ends[1];
    } else {
      sequences.ends = ends;
    }
    return sequences;
  }

  boolean contains(long sequence) {
    if (intervals <= 1) {
      return first <= sequence && sequence <= last;
    }
    int at = atOrBefore(sequence);
    return at >= 0 && sequence <= ends[2 * at + 1];
  }

  /** The highest number; the set must not be empty. */
  long last() {
    return intervals <= 1 ? last : ends[2 * intervals - 1];
  }

  /** The number must not be in here yet. */
  void add(long sequence) {
    if (intervals == 0) {
      first = sequence;
      last = sequence;
      intervals = 1;
    } else if (intervals == 1 && sequence == last + 1) {
      last++;
    } else {
      spread();
      insert(sequence);
      gather();
    }
  }

  /** From the two fields to the array. */
  private void spread() {
    if (intervals == 1) {
      ends = new long[] {first, last, 0, 0};
    }
  }

  /** And back, where one interval is left. */
  private void gather() {
    if (intervals == 1) {
      first = ends[0];
      last = ends[1];
      ends = NONE;
    }
  }

  private void insert(long sequence) {
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
      ends = Arrays.copyOf(ends, 2 * ends.length);
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
    return intervals == 1 ? new long[] {first, last} : Arrays.copyOf(ends, 2 * intervals);
  }
}
