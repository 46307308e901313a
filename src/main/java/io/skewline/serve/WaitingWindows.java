// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.modality.ClosedWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The closed windows of one task in the order in which they get their verdict. One thread. */
final class WaitingWindows {
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private int looks;

  private record Waiting(ClosedWindow window, long sinceMillis) {
    boolean look() {
      return !window.reason().isFinal();
    }
  }

  void add(ClosedWindow window, long nowMillis) {
    Waiting waiting = new Waiting(window, nowMillis);
    queue.add(waiting);
    looks += waiting.look() ? 1 : 0;
  }

  int size() {
    return queue.size();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  void clear() {
    queue.clear();
    looks = 0;
  }

  /** Whether the first one has waited since then or longer. */
  boolean waitsSince(long millis) {
    return !queue.isEmpty() && queue.peek().sinceMillis <= millis;
  }

  /** The first ones, so many at the most. */
  List<ClosedWindow> take(int most) {
    List<ClosedWindow> taken = new ArrayList<>(Math.min(most, queue.size()));
    while (taken.size() < most && !queue.isEmpty()) {
      Waiting waiting = queue.remove();
      looks -= waiting.look() ? 1 : 0;
      taken.add(waiting.window);
    }
    return taken;
  }

  /** The first early looks, wherever they stand, so many at the most. */
  List<ClosedWindow> takeLooks(int most) {
    if (looks == 0) {
      return List.of();
    }
    List<ClosedWindow> taken = new ArrayList<>(Math.min(most, looks));
    for (Iterator<Waiting> all = queue.iterator(); all.hasNext() && taken.size() < most; ) {
      Waiting waiting = all.next();
      if (waiting.look()) {
        all.remove();
        taken.add(waiting.window);
      }
    }
    looks -= taken.size();
    return taken;
  }
}
