// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import java.time.Duration;

/** When to try again what failed, while other work goes on: twice as late each time. One thread. */
final class Retry {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LAST = Duration.ofSeconds(10);

  private Duration wait = Duration.ZERO;
  private long failedNanos;

  boolean due() {
    return System.nanoTime() - failedNanos >= wait.toNanos() || wait.isZero();
  }

  void later() {
    Duration next = wait.isZero() ? FIRST : wait.multipliedBy(2);
    wait = next.compareTo(LAST) < 0 ? next : LAST;
    failedNanos = System.nanoTime();
  }

  void reset() {
    wait = Duration.ZERO;
  }
}
