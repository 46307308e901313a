// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.align.InputProgress;
import org.jspecify.annotations.Nullable;

/**
 * Up to when one partition has been read by a task that is never without a record to process: it is
 * not at the end at any moment that one looks, and yet has read what was there a moment ago. A poll
 * that leaves nothing, neither on the broker nor in the consumer, sets a mark: its last offset, and
 * the time of the poll before that left nothing either. What it was given was asked for after that
 * time, however long the answer then lay in the consumer. So once the offset is processed, all is
 * that was appended before that time.
 *
 * @param readToMillis wall clock
 * @param emptyMillis when a poll last left nothing
 * @param first of the marks not reached yet
 * @param last of them; what lies between is not kept
 */
record ReadMarks(long readToMillis, long emptyMillis, @Nullable Mark first, @Nullable Mark last) {
  static final ReadMarks NONE =
      new ReadMarks(InputProgress.UNKNOWN, InputProgress.UNKNOWN, null, null);

  private record Mark(long offset, long millis) {}

  /** A poll leaves nothing. */
  ReadMarks with(long offset, long nowMillis) {
    return mark(offset, emptyMillis).emptyAt(nowMillis);
  }

  /** Once the offset is processed, all is that was appended before a time known otherwise. */
  ReadMarks mark(long offset, long millis) {
    Mark mark = new Mark(offset, millis);
    return new ReadMarks(readToMillis, emptyMillis, first == null ? mark : first, mark);
  }

  private ReadMarks emptyAt(long nowMillis) {
    return new ReadMarks(readToMillis, nowMillis, first, last);
  }

  /**
   * @param offset processed, and all before it
   */
  ReadMarks reached(long offset) {
    if (last != null && offset >= last.offset()) {
      return new ReadMarks(last.millis(), emptyMillis, null, null);
    }
    if (first != null && offset >= first.offset()) {
      return new ReadMarks(first.millis(), emptyMillis, last, last);
    }
    return this;
  }
}
