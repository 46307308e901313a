// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;

/**
 * Where the frames of a running pool lie, as long as they are few: then the changelog need not hold
 * the pool's sums, which a restart adds up anew. Few, because a restart has to read them all.
 */
final class Origins {
  /** A pool of more frames is written as its sums: less to read again than frames. */
  static final int MOST = 8;

  private static final int FIELDS = 3;

  private final long[] fields = new long[FIELDS * MOST];
  private int size;

  /** False if it is to be forgotten: the frame lies nowhere, or there are too many. */
  boolean add(Frame frame) {
    if (size == MOST || !frame.placed()) {
      return false;
    }
    int at = FIELDS * size++;
    fields[at] = frame.eventTimeMicros();
    fields[at + 1] = frame.sequence();
    fields[at + 2] = frame.offset();
    return true;
  }

  int size() {
    return size;
  }

  long eventTimeMicros(int i) {
    return fields[FIELDS * i];
  }

  long sequence(int i) {
    return fields[FIELDS * i + 1];
  }

  long offset(int i) {
    return fields[FIELDS * i + 2];
  }
}
