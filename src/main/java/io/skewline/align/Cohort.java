// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Frames of one modality that went into the same windows, and so end together: when the last of
 * these windows gets its verdict, as fused if any of them was.
 */
final class Cohort {

  /** Which frames belong together: windows accepted, in order. */
  record Key(long epoch, int modality, List<Span> windows) {}

  final Key key;
  final Set<Span> open;
  long frames;
  boolean fused;

  Cohort(Key key) {
    this(key, new HashSet<>(key.windows()), 0, false);
  }

  Cohort(Key key, Set<Span> open, long frames, boolean fused) {
    this.key = key;
    this.open = open;
    this.frames = frames;
    this.fused = fused;
  }

  /** One of its windows got its verdict; true if that was the last. */
  boolean settle(Span window, Outcome outcome) {
    fused |= outcome == Outcome.FUSED;
    open.remove(window);
    return open.isEmpty();
  }

  Outcome outcome(Outcome last) {
    return fused ? Outcome.FUSED : last;
  }
}
