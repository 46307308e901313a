// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what a broker or Kafka Streams knows but tells nobody of: it has to be asked for. */
public final class Await {
  /** What a measured time may be too long by. */
  private static final long PAUSE_NANOS = 1_000_000;

  private Await() {}

  /** Something that comes about. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * @param otherwise what to say if it does not come about in time
   * @throws IllegalStateException with it
   */
  public static void until(Condition condition, Duration limit, Supplier<String> otherwise)
      throws Exception {
    long started = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - started > limit.toNanos()) {
        throw new IllegalStateException(otherwise.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
