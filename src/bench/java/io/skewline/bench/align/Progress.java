// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the records that a contestant has been given. One thread counts, another waits. */
final class Progress {
  private final long total;
  private final CountDownLatch all = new CountDownLatch(1);
  private final AtomicReference<Throwable> error = new AtomicReference<>();
  private long counted;
  private volatile long startedNanos;

  Progress(long total) {
    this.total = total;
  }

  /** To be called before the record is dealt with; true for the last one. */
  boolean next() {
    if (counted == 0) {
      startedNanos = System.nanoTime();
    }
    return ++counted == total;
  }

  /** The last record has been dealt with. */
  void done() {
    all.countDown();
  }

  void failed(Throwable thrown) {
    error.compareAndSet(null, thrown);
    all.countDown();
  }

  /**
   * Returns when all records have been dealt with.
   *
   * @throws IllegalStateException if that fails or lasts longer than {@code limit}
   */
  void await(String who, Duration limit) throws InterruptedException {
    boolean finished = all.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (error.get() != null) {
      throw new IllegalStateException(who + " failed: " + error.get(), error.get());
    }
    if (!finished) {
      throw new IllegalStateException(
          who + " had read " + counted + " of " + total + " records after " + limit);
    }
  }

  /** Since the first record. */
  double seconds() {
    return (System.nanoTime() - startedNanos) / 1e9;
  }
}
