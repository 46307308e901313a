// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The newest few of what many threads add, for one thread that reads now and then. Adding takes no
 * lock and never waits; who reads too seldom misses the older ones.
 */
final class Ring<T> {
  private final AtomicReferenceArray<Entry<T>> slots;
  private final AtomicLong added = new AtomicLong();

  /** The one reader's place. */
  private long read;

  private record Entry<T>(long place, T value) {}

  /**
   * @param capacity a power of two
   */
  Ring(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
    }
    slots = new AtomicReferenceArray<>(capacity);
  }

  void add(T value) {
    long place = added.getAndIncrement();
    slots.setRelease(slot(place), new Entry<>(place, value));
  }

  private int slot(long place) {
    return (int) (place & (slots.length() - 1));
  }

  /**
   * Gives what was added since the last call, oldest first, but of more than {@code most} the
   * newest alone.
   *
   * @return how many were passed over
   */
  long drain(int most, Consumer<T> to) {
    long end = added.get();
    long first = Math.max(read, end - Math.min(most, slots.length()));
    long missed = first - read;
    for (read = first; read < end; read++) {
      Entry<T> entry = slots.getAcquire(slot(read));
      if (entry == null || entry.place < read) {
        break; // Its thread is still about to write it.
      }
      if (entry.place == read) {
        to.accept(entry.value);
      } else {
        missed++; // Overtaken by a newer one.
      }
    }
    return missed;
  }

  /** Forgets everything, so that nothing is kept alive from here. Called by the reader. */
  void clear() {
    read = added.get();
    for (int i = 0; i < slots.length(); i++) {
      slots.set(i, null);
    }
  }
}
