// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wish to end for good: once everything has been read that was there when it was made, what is
 * still open is closed as {@code shutdown}, gets its verdict, and the application may stop. Safe
 * for many threads.
 */
public final class Drain {
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Set<Integer> drained = ConcurrentHashMap.newKeySet();

  public void request() {
    requested.set(true);
  }

  public boolean requested() {
    return requested.get();
  }

  /** The partitions of which nothing is left without a verdict. */
  public Set<Integer> drained() {
    return Set.copyOf(drained);
  }

  void drained(int partition, boolean is) {
    if (is) {
      drained.add(partition);
    } else {
      drained.remove(partition);
    }
  }
}
