// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When to look at a stream, wall clock in milliseconds: one entry each, at the earliest deadline of
 * what it holds. So frames and windows come and go without a trace here, as nearly all do before
 * they fall due.
 */
final class Deadlines {
  /** There is no entry of the stream. */
  static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Look> queue =
      new PriorityQueue<>(Comparator.comparingLong(Look::atMillis));

  /**
   * Streams, by when they would be idle; one that was seen since is put back when it is looked at.
   */
  private final PriorityQueue<Look> idle =
      new PriorityQueue<>(Comparator.comparingLong(Look::atMillis));

  private record Look(long atMillis, StreamState stream) {}

  void add(WindowState window) {
    add(window.stream, window.deadlineMillis);
  }

  void add(WaitingFrame waiting) {
    add(waiting.stream, waiting.deadlineMillis);
  }

  /** What merely waits for a partition to be read is looked at again the next time. */
  void again(Object what) {
    if (what instanceof WindowState window) {
      add(window);
    } else {
      add((WaitingFrame) what);
    }
  }

  static long millis(Object what) {
    return what instanceof WindowState window
        ? window.deadlineMillis
        : ((WaitingFrame) what).deadlineMillis;
  }

  private void add(StreamState stream, long atMillis) {
    if (atMillis < stream.lookMillis) {
      stream.lookMillis = atMillis;
      queue.add(new Look(atMillis, stream));
    }
  }

  /** What is due: windows in the order of their ids, then frames. */
  List<Object> due(long nowMillis) {
    List<Object> due = new ArrayList<>(0);
    while (!queue.isEmpty() && queue.peek().atMillis() <= nowMillis) {
      Look look = queue.poll();
      // Otherwise an earlier one has taken its place.
      if (look.atMillis() == look.stream().lookMillis) {
        look(look.stream(), nowMillis, due);
      }
    }
    due.sort(
        Comparator.comparing(
            what -> what instanceof WindowState window ? window.id : null,
            Comparator.nullsLast(Comparator.naturalOrder())));
    return due;
  }

  /** Finds what is due, and sets the next look at what is not. */
  private void look(StreamState stream, long nowMillis, List<Object> due) {
    long next = NEVER;
    for (int i = 0; i < stream.open.size(); i++) {
      WindowState window = stream.open.get(i);
      next = look(window, window.deadlineMillis, nowMillis, next, due);
    }
    for (WaitingFrames waiting : stream.waiting) {
      for (int i = 0; waiting != null && i < waiting.size(); i++) {
        next = look(waiting.get(i), waiting.get(i).deadlineMillis, nowMillis, next, due);
      }
    }
    stream.lookMillis = NEVER;
    add(stream, next);
  }

  private static long look(
      Object what, long deadlineMillis, long nowMillis, long next, List<Object> due) {
    if (deadlineMillis <= nowMillis) {
      due.add(what);
      return next;
    }
    return Math.min(next, deadlineMillis);
  }

  void addIdle(StreamState stream, long atMillis) {
    idle.add(new Look(atMillis, stream));
  }

  /** Takes out the streams seen last at or before a time, by that time, then id. */
  List<StreamState> idle(long nowMillis, long idleMillis) {
    List<StreamState> found = new ArrayList<>(0);
    while (!idle.isEmpty() && idle.peek().atMillis() <= nowMillis) {
      StreamState stream = idle.poll().stream();
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
