// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that is remembered of one stream. */
final class StreamState {
  static final long NONE = Long.MIN_VALUE;
  private static final int CLOSED_EARLY_REMEMBERED = 256;

  long epoch;
  final Sessions sessions;

  /** Newest event time per modality in this epoch, or {@link #NONE}. */
  final long[] newest;

  /** Windows of this epoch that take frames. */
  final TreeMap<Span, OpenWindow> open = new TreeMap<>();

  /** Closed windows, of any epoch, without their verdict. */
  final Map<WindowId, OpenWindow> pending = new HashMap<>();

  final Map<Cohort.Key, Cohort> cohorts = new HashMap<>();

  /** Windows of this epoch that a deadline closed before every watermark had passed them. */
  final TreeSet<Span> closedEarly = new TreeSet<>();

  /** What ends at or before this was closed by a deadline, where it is no longer listed. */
  long closedEarlyFloor = NONE;

  /** Wall clock of its last frame; not kept across restarts. */
  long seenMillis;

  StreamState(int modalities) {
    sessions = new Sessions(modalities);
    newest = new long[modalities];
    Arrays.fill(newest, NONE);
  }

  void beginEpoch() {
    epoch++;
    Arrays.fill(newest, NONE);
    open.clear();
    closedEarly.clear();
    closedEarlyFloor = NONE;
  }

  boolean wasClosedEarly(Span span) {
    return closedEarly.contains(span)
        || (span.endMicros() <= closedEarlyFloor && !open.containsKey(span));
  }

  void closedEarly(Span span) {
    closedEarly.add(span);
    if (closedEarly.size() > CLOSED_EARLY_REMEMBERED) {
      closedEarlyFloor = Math.max(closedEarlyFloor, closedEarly.pollFirst().endMicros());
    }
  }

  boolean idle() {
    return open.isEmpty() && pending.isEmpty();
  }

  List<Cohort> cohortsOf(long ofEpoch, Span window) {
    List<Cohort> found = new ArrayList<>(2);
    for (Cohort cohort : cohorts.values()) {
      if (cohort.key.epoch() == ofEpoch && cohort.open.contains(window)) {
        found.add(cohort);
      }
    }
    return found;
  }
}
