// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether what a task knows of its inputs is of now. A task asks at every poll that brings records
 * and at every punctuation; one that has not asked for a while stood still, with its thread or its
 * whole process, and what it knows is from before: a fetch that was answered then says that nothing
 * waited, and so do the metrics, until the next fetch is answered. Safe for many threads, each
 * partition used by one.
 *
 * <p>Story, punctuation 20 ms: asked at 1000, 1020; the process sleeps; asked at 9000, when the
 * deadlines of eight seconds are due. What came meanwhile is on the broker: until 10000 nothing is
 * taken for read.
 */
final class Attention {
  private static final long LEAST_GAP_MILLIS = 250;

  /** Twice the longest that a broker keeps a fetch waiting. */
  private static final Duration RECOVERY = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final long gapNanos;
  private final Map<TopicPartition, Asked> asked = new ConcurrentHashMap<>();

  private record Asked(long atNanos, long awakeNanos) {}

  /**
   * @param punctuation how often a task asks at the least
   */
  Attention(Duration punctuation) {
    this(punctuation, System::nanoTime);
  }

  /**
   * @param nanos a clock
   */
  Attention(Duration punctuation, LongSupplier nanos) {
    this.nanos = nanos;
    this.gapNanos =
        Math.max(Duration.ofMillis(LEAST_GAP_MILLIS).toNanos(), 3 * punctuation.toNanos());
  }

  /** To be asked every time, whatever else is known. */
  boolean awake(TopicPartition input) {
    long now = nanos.getAsLong();
    Asked next =
        asked.compute(
            input,
            (key, last) ->
                last == null || now - last.atNanos() > gapNanos
                    ? new Asked(now, now + RECOVERY.toNanos())
                    : new Asked(now, last.awakeNanos()));
    return now - next.awakeNanos() >= 0;
  }
}
