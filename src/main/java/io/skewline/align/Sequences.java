// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.Arrays;

/** A set of sequence numbers that mostly come in increasing order. */
final class Sequences {
  private long[] sorted;
  private int size;

  Sequences() {
    this(new long[8], 0);
  }

  /** Takes the array over; its first {@code size} values must be strictly increasing. */
  Sequences(long[] sorted, int size) {
    this.sorted = sorted;
    this.size = size;
  }

  boolean contains(long sequence) {
    if (size == 0 || sequence > sorted[size - 1]) {
      return false;
    }
    return Arrays.binarySearch(sorted, 0, size, sequence) >= 0;
  }

  /** The number must not be in here yet. */
  void add(long sequence) {
    if (size == sorted.length) {
      sorted = Arrays.copyOf(sorted, 2 * size);
    }
    int at =
        size == 0 || sequence > sorted[size - 1]
            ? size
            : -Arrays.binarySearch(sorted, 0, size, sequence) - 1;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = sequence;
    size++;
  }

  long[] toArray() {
    return Arrays.copyOf(sorted, size);
  }
}
