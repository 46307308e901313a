// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wait between two steps of a {@link Changeover}. Safe for many threads. */
@FunctionalInterface
interface Pause extends AutoCloseable {

  /**
   * @return false if it was closed before the time was over
   */
  boolean await(Duration time) throws InterruptedException;

  /** Ends all waiting, also that to come. */
  @Override
  default void close() {}

  /** By the clock. */
  static Pause untilClosed() {
    CountDownLatch closed = new CountDownLatch(1);
    return new Pause() {
      @Override
      public boolean await(Duration time) throws InterruptedException {
        return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }
}
