// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.util.Arrays;

/**
 * Recordings that each begin at zero, one after another on several lanes, so that not all of them
 * run (and are read) at once. Each goes to the lane that is free first. For one thread.
 */
final class Lanes {
  private static final long GRID = 1_000_000;

  private final long[] free;

  Lanes(int lanes) {
    this.free = new long[lanes];
  }

  /** Where a recording of so many microseconds begins: always on a whole second. */
  long start(long micros) {
    int first = 0;
    for (int lane = 1; lane < free.length; lane++) {
      first = free[lane] < free[first] ? lane : first;
    }
    long start = free[first];
    free[first] = start + (Math.max(1, micros) + GRID - 1) / GRID * GRID;
    return start;
  }

  /** When the last recording has ended, in microseconds. */
  long end() {
    return Arrays.stream(free).max().orElse(0);
  }
}
