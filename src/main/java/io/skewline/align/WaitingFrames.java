// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.FrameEnd;
import java.util.ArrayList;
import java.util.List;

/** The waiting frames of one modality of a stream, by event time, then sequence. One thread. */
final class WaitingFrames {
  private final List<WaitingFrame> sorted = new ArrayList<>(4);

  /** Frames that wait no more, as long as they would not be late if they came again. */
  final List<FrameEnd.Ref> spent = new ArrayList<>(4);

  int size() {
    return sorted.size();
  }

  WaitingFrame get(int at) {
    return sorted.get(at);
  }

  boolean holds(long sequence) {
    for (WaitingFrame waiting : sorted) {
      if (waiting.sequence == sequence) {
        return true;
      }
    }
    for (FrameEnd.Ref ref : spent) {
      if (ref.sequence() == sequence) {
        return true;
      }
    }
    return false;
  }

  void forgetSpentBefore(long watermarkMicros) {
    for (int i = spent.size() - 1; i >= 0; i--) {
      if (spent.get(i).eventTimeMicros() < watermarkMicros) {
        spent.remove(i);
      }
    }
  }

  void add(WaitingFrame waiting) {
    int at = sorted.size();
    while (at > 0 && compare(sorted.get(at - 1), waiting) > 0) {
      at--;
    }
    sorted.add(at, waiting);
  }

  void remove(WaitingFrame waiting, long watermarkMicros) {
    sorted.remove(waiting);
    if (waiting.time >= watermarkMicros) {
      spent.add(new FrameEnd.Ref(waiting.sequence, waiting.time));
    }
  }

  void drop(int at) {
    sorted.remove(at);
  }

  /** The position of the first one at or after a time. */
  int firstAt(long micros) {
    int at = 0;
    while (at < sorted.size() && sorted.get(at).time < micros) {
      at++;
    }
    return at;
  }

  private static int compare(WaitingFrame a, WaitingFrame b) {
    int order = Long.compare(a.time, b.time);
    return order != 0 ? order : Long.compare(a.sequence, b.sequence);
  }
}
