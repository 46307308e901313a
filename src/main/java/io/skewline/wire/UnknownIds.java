// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schema ids that the registry did not know a moment ago, so that a stream of bad records does not
 * become a stream of requests. Bounded: a producer may send any id. Safe for many threads.
 */
final class UnknownIds {
  private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

  private final int most;
  private final Map<Integer, Long> since = new ConcurrentHashMap<>();

  UnknownIds(int most) {
    this.most = most;
  }

  boolean has(int id) {
    Long at = since.get(id);
    return at != null && isFresh(at);
  }

  void add(int id) {
    if (since.size() >= most) {
      since.values().removeIf(at -> !isFresh(at));
    }
    if (since.size() < most || since.containsKey(id)) {
      since.put(id, System.nanoTime());
    }
  }

  private static boolean isFresh(long at) {
    return System.nanoTime() - at < REMEMBERED_NANOS;
  }
}
