// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.util.Random;

/** Independent random sources for every (seed, parts), whatever was drawn elsewhere. */
final class Seeds {
  private Seeds() {}

  static Random random(long seed, long... parts) {
    long state = seed;
    for (long part : parts) {
      state = (state ^ part) * 0x9e3779b97f4a7c15L;
      state ^= state >>> 31;
      state *= 0xbf58476d1ce4e5b9L;
      state ^= state >>> 29;
    }
    return new Random(state);
  }
}
