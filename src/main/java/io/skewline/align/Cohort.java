// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.FrameEnd;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of one modality that went into the same windows, and so end together: when the last of
 * these windows gets its verdict, as fused if any of them was.
 */
final class Cohort {
  final int modality;
  final WindowId[] windows;

  /** Windows without a verdict. */
  int unsettled;

  long frames;
  boolean fused;

  /** Sequence and event time of each frame in turn, where they are to be told; else empty. */
  long[] refs = {};

  Cohort(int modality, WindowId[] windows) {
    this.modality = modality;
    this.windows = windows;
    this.unsettled = windows.length;
  }

  boolean isOf(int ofModality, WindowState[] accepted, int count) {
    if (modality != ofModality || windows.length != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (windows[i] != accepted[i].id) {
        return false;
      }
    }
    return true;
  }

  void add(long sequence, long eventTimeMicros, boolean explain) {
    if (explain) {
      int used = (int) (2 * frames);
      if (used == refs.length) {
        refs = Arrays.copyOf(refs, Math.max(8, 2 * used));
      }
      refs[used] = sequence;
      refs[used + 1] = eventTimeMicros;
    }
    frames++;
  }

  /** One of its windows got its verdict; true if that was the last. */
  boolean settle(Outcome outcome) {
    fused |= outcome == Outcome.FUSED;
    return --unsettled == 0;
  }

  Outcome outcome(Outcome last) {
    return fused ? Outcome.FUSED : last;
  }

  List<FrameEnd.Ref> told() {
    List<FrameEnd.Ref> told = new ArrayList<>();
    for (int i = 0; i < 2 * frames && i < refs.length; i += 2) {
      told.add(new FrameEnd.Ref(refs[i], refs[i + 1]));
    }
    return told;
  }
}
