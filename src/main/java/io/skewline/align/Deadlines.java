// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When to look at windows and waiting frames, wall clock in milliseconds. What closes before leaves
 * its entry here until it falls due; a closed window has given its vectors away by then.
 */
final class Deadlines {
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis));

  /**
   * Streams, by when they would be idle; one that was seen since is put back when it is looked at.
   */
  private final PriorityQueue<Due> idle =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis));

  private record Due(long atMillis, Object what) {}

  void add(WindowState window) {
    queue.add(new Due(window.deadlineMillis, window));
  }

  void add(WaitingFrame waiting) {
    queue.add(new Due(waiting.deadlineMillis, waiting));
  }

  /** What merely waits for a partition to be read is looked at again the next time. */
  void again(Object what, long nowMillis) {
    queue.add(new Due(nowMillis, what));
  }

  /** Takes out what is due and not gone: windows in the order of their ids, then frames. */
  List<Object> due(long nowMillis) {
    List<Object> due = new ArrayList<>(0);
    while (!queue.isEmpty() && queue.peek().atMillis() <= nowMillis) {
      Object what = queue.poll().what();
      if (waits(what)) {
        due.add(what);
      }
    }
    due.sort(
        Comparator.comparing(
            what -> what instanceof WindowState window ? window.id : null,
            Comparator.nullsLast(Comparator.naturalOrder())));
    return due;
  }

  void addIdle(StreamState stream, long atMillis) {
    idle.add(new Due(atMillis, stream));
  }

  /** Takes out the streams seen last at or before a time, by that time, then id. */
  List<StreamState> idle(long nowMillis, long idleMillis) {
    List<StreamState> found = new ArrayList<>(0);
    while (!idle.isEmpty() && idle.peek().atMillis() <= nowMillis) {
      StreamState stream = (StreamState) idle.poll().what();
      long due = stream.seenMillis + idleMillis;
      if (due <= nowMillis) {
        found.add(stream);
      } else {
        addIdle(stream, due);
      }
    }
    found.sort(
        Comparator.<StreamState>comparingLong(stream -> stream.seenMillis)
            .thenComparing(stream -> stream.id));
    return found;
  }

  /** Whether it has not come to its end, as one thing that is due may bring another. */
  static boolean waits(Object what) {
    return what instanceof WindowState window ? window.open() : ((WaitingFrame) what).waits();
  }

  void clear() {
    idle.clear();
    queue.clear();
  }
}
