// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.WindowId;

/**
 * Which windows a challenger scores beside the champion: those of a hash of stream and window, so
 * they are the same after a restart, and for whoever wants to know it elsewhere.
 *
 * @param share of all windows, 0..1
 */
public record ShadowShare(double share) {
  public ShadowShare {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the share of shadowed windows must be 0..1: " + share);
    }
  }

  public boolean takes(WindowId window) {
    long hash = window.stream().value().hashCode();
    hash = mix(hash * 31 + window.epoch());
    hash = mix(hash + window.startMicros());
    hash = mix(hash + window.endMicros());
    return (hash >>> 11) * 0x1.0p-53 < share;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit depends on every bit. */
  private static long mix(long z) {
    z = (z + 0x9e3779b97f4a7c15L);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
