// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Whether the windows of a task are always one-sided: not one that had all modalities, among
 * {@value #ENOUGH} or more. Safe for many threads.
 */
final class Pairing {
  private static final int ENOUGH = 20;
  private static final int WAS_WHOLE = -1;

  /** Per partition the windows that lacked a modality, until the first that did not. */
  private final AtomicIntegerArray lacking;

  Pairing(int partitions) {
    lacking = new AtomicIntegerArray(partitions);
  }

  /** True at the moment from which the task counts as one-sided. */
  boolean closed(int partition, boolean whole) {
    int before = lacking.get(partition);
    if (before == WAS_WHOLE || before == Integer.MAX_VALUE) {
      return false;
    }
    int now = whole ? WAS_WHOLE : before + 1;
    lacking.set(partition, now);
    return now == ENOUGH;
  }

  boolean oneSided() {
    for (int i = 0; i < lacking.length(); i++) {
      if (lacking.get(i) >= ENOUGH) {
        return true;
      }
    }
    return false;
  }
}
