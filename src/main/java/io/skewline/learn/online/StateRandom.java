// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

/**
 * SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), as {@link java.util.SplittableRandom} is, but
 * its whole state is one number that can be written down. One thread.
 */
final class StateRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  StateRandom(long state) {
    this.state = state;
  }

  long state() {
    return state;
  }

  private long next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** In [0, 1). */
  double nextDouble() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** In [0, bound); a bias below bound / 2^32. */
  int nextInt(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }
}
