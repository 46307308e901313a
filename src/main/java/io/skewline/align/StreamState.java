// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** All that is remembered of one stream. One thread. */
final class StreamState extends Changed.Item {
  static final long NONE = Long.MIN_VALUE;
  private static final int CLOSED_EARLY_REMEMBERED = 256;
  private static final NavigableSet<Span> NOTHING = Collections.emptyNavigableSet();

  final StreamId id;
  long epoch;
  final Sessions sessions;

  /** Newest event time per modality in this epoch, or {@link #NONE}. */
  final long[] newest;

  /** Whether the modality has sent its end-of-stream marker in this epoch. */
  final boolean[] ended;

  /** No open window or waiting frame holds a higher sequence number; not kept across restarts. */
  final long[] topSequence;

  /** Windows of this epoch that take frames. */
  final OpenWindows open = new OpenWindows();

  /** Nearest mode: frames that no anchor has taken yet, by modality. */
  final WaitingFrames[] waiting;

  /** Closed windows, of any epoch, without their verdict. */
  int pending;

  /** Frames without their outcome, grouped; each is also in the cohorts of its windows. */
  final List<Cohort> cohorts = new ArrayList<>(2);

  /** Windows of this epoch that closed before every watermark had passed them. */
  NavigableSet<Span> closedEarly = NOTHING;

  /** What ends at or before this was closed so, where it is no longer listed. */
  long closedEarlyFloor = NONE;

  /** Wall clock of its last record; not kept across restarts. */
  long seenMillis;

  /** Wall clock of its entry in {@link Deadlines}; not kept across restarts. */
  long lookMillis = Deadlines.NEVER;

  /** Remembered only, for the retention: it has no windows and takes no place among the streams. */
  boolean evicted;

  StreamState(StreamId id, int modalities) {
    this.id = id;
    sessions = new Sessions(modalities);
    newest = new long[modalities];
    Arrays.fill(newest, NONE);
    ended = new boolean[modalities];
    topSequence = new long[modalities];
    Arrays.fill(topSequence, NONE);
    waiting = new WaitingFrames[modalities];
  }

  WaitingFrames waiting(int modality) {
    if (waiting[modality] == null) {
      waiting[modality] = new WaitingFrames();
    }
    return waiting[modality];
  }

  int waitingFrames() {
    int frames = 0;
    for (WaitingFrames of : waiting) {
      frames += of == null ? 0 : of.size();
    }
    return frames;
  }

  /** Frames of one modality in its open windows, each once per window. */
  long pooledFrames(int modality) {
    long frames = 0;
    for (int i = 0; i < open.size(); i++) {
      Pool pool = open.get(i).pools[modality];
      frames += pool == null ? 0 : pool.frames();
    }
    return frames;
  }

  /** Frames of one modality in its windows without a verdict, each once. */
  long cohortFrames(int modality) {
    long frames = 0;
    for (Cohort cohort : cohorts) {
      frames += cohort.modality == modality ? cohort.frames : 0;
    }
    return frames;
  }

  /** How many windows and waiting frames go into its entry. */
  int inline() {
    int inline = 0;
    for (int i = 0; i < open.size(); i++) {
      inline += open.get(i).inline() ? 1 : 0;
    }
    for (WaitingFrames of : waiting) {
      for (int i = 0; of != null && i < of.size(); i++) {
        inline += of.get(i).inline() ? 1 : 0;
      }
    }
    return inline;
  }

  /** Its windows must have been closed. */
  void beginEpoch() {
    epoch++;
    Arrays.fill(newest, NONE);
    Arrays.fill(ended, false);
    Arrays.fill(topSequence, NONE);
    closedEarly = NOTHING;
    closedEarlyFloor = NONE;
    for (WaitingFrames frames : waiting) {
      if (frames != null) {
        frames.spent.clear();
      }
    }
  }

  boolean allEnded() {
    for (boolean end : ended) {
      if (!end) {
        return false;
      }
    }
    return true;
  }

  boolean wasClosedEarly(long startMicros, long endMicros) {
    if (closedEarly == NOTHING && closedEarlyFloor == NONE) {
      return false;
    }
    return closedEarly.contains(new Span(startMicros, endMicros))
        || (endMicros <= closedEarlyFloor && open.find(startMicros, endMicros) == null);
  }

  void closedEarly(Span span) {
    if (closedEarly == NOTHING) {
      closedEarly = new TreeSet<>();
    }
    closedEarly.add(span);
    if (closedEarly.size() > CLOSED_EARLY_REMEMBERED) {
      closedEarlyFloor = Math.max(closedEarlyFloor, closedEarly.pollFirst().endMicros());
    }
  }

  /** What ended at or before a time is late by every watermark, and need not be remembered. */
  void forgetClosedEarly(long allPassedMicros) {
    if (closedEarly == NOTHING) {
      return;
    }
    while (!closedEarly.isEmpty() && closedEarly.first().endMicros() <= allPassedMicros) {
      closedEarly.pollFirst();
    }
    if (closedEarly.isEmpty()) {
      closedEarly = NOTHING;
    }
  }

  boolean idle() {
    return open.isEmpty() && pending == 0 && waitingFrames() == 0;
  }
}
