// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.InputProgress;
import org.jspecify.annotations.Nullable;

/**
 * Up to when one partition has been read by a task that is never without a record to process: it is
 * not at the end at any moment that one looks, and yet has read what was there a moment ago. A poll
 * that leaves nothing on the broker sets a mark, its last offset and its time. Once that offset is
 * processed, so is all that was appended before that time.
 *
 * @param readToMillis wall clock
 * @param first of the marks not reached yet
 * @param last of them; what lies between is not kept
 */
record ReadMarks(long readToMillis, @Nullable Mark first, @Nullable Mark last) {
  static final ReadMarks NONE = new ReadMarks(InputProgress.UNKNOWN, null, null);

  private record Mark(long offset, long millis) {}

  ReadMarks with(long offset, long millis) {
    Mark mark = new Mark(offset, millis);
    return new ReadMarks(readToMillis, first == null ? mark : first, mark);
  }

  /**
   * @param offset processed, and all before it
   */
  ReadMarks reached(long offset) {
    if (last != null && offset >= last.offset()) {
      return new ReadMarks(last.millis(), null, null);
    }
    if (first != null && offset >= first.offset()) {
      return new ReadMarks(first.millis(), last, last);
    }
    return this;
  }
}
