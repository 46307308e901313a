// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of alignment in replay mode for one stream, written down plainly: its sessions, its
 * epochs and its end; every frame is kept, and everything is looked at after every record.
 */
abstract class ReplayStream {
  final Rules rules;
  private final StreamId stream;
  private final Map<Modality, String> session = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private String opener = "";
  private long epoch;
  private final Map<Modality, Long> newest = new HashMap<>();
  private final Set<Modality> ended = new HashSet<>();

  final List<Expected> verdicts = new ArrayList<>();
  final Map<Outcome, Long> outcomes = new TreeMap<>();

  ReplayStream(Rules rules, StreamId stream) {
    this.rules = rules;
    this.stream = stream;
  }

  static ReplayStream of(Rules rules, StreamId stream) {
    return rules.cut() instanceof Rules.Nearest
        ? new ReplayAnchors(rules, stream)
        : new ReplayWindows(rules, stream);
  }

  /** Empty if the frame is held. */
  abstract Optional<Outcome> take(Frame frame);

  /** Closes what time has passed. */
  abstract void advance();

  /** Closes all that is open, and forgets the epoch. */
  abstract void closeAll(ClosingReason reason);

  void see(Seen seen) {
    if (seen.event().isEmpty()) {
      end(Outcome.INVALID);
    } else if (left.contains(seen.session())) {
      if (seen.isFrame()) {
        end(Outcome.LATE);
      }
    } else {
      if (beginsEpoch(seen)) {
        closeAll(ClosingReason.SESSION_END);
        epoch++;
        newest.clear();
        ended.clear();
      }
      if (seen.isMarker()) {
        ended.add(seen.modality());
      } else {
        take(seen.frame()).ifPresent(this::end);
        newest.merge(seen.modality(), seen.time(), Math::max);
      }
      advance();
    }
  }

  /**
   * A modality that changes its session begins an epoch, unless another one did so with the same
   * session before and this one follows; so does one that jumps back far.
   */
  private boolean beginsEpoch(Seen seen) {
    Modality modality = seen.modality();
    String before = session.put(modality, seen.session());
    if (before != null && !before.equals(seen.session())) {
      left.add(before);
      boolean follows =
          seen.session().equals(opener)
              && !newest.containsKey(modality)
              && !ended.contains(modality);
      if (!follows) {
        opener = seen.session();
        return true;
      }
    }
    return seen.isFrame()
        && newest.containsKey(modality)
        && seen.time() < newest.get(modality) - rules.maxBack();
  }

  /** No frame before it is to come any more: the least time for what has said nothing. */
  long watermark(Modality modality) {
    if (ended.contains(modality)) {
      return Long.MAX_VALUE;
    }
    Long top = newest.get(modality);
    return top == null ? Long.MIN_VALUE : top - rules.side(modality).lateness();
  }

  ClosingReason passedReason() {
    return ended.containsAll(rules.modalities())
        ? ClosingReason.SESSION_END
        : ClosingReason.COMPLETE;
  }

  Content verdict(
      long start, long windowEnd, ClosingReason reason, List<Modality> silent, List<Frame> frames) {
    Map<Modality, List<Long>> times = new HashMap<>();
    for (Frame frame : frames) {
      times.computeIfAbsent(frame.modality(), m -> new ArrayList<>()).add(frame.eventTimeMicros());
    }
    Content content = Content.of(rules, times);
    WindowId window = new WindowId(stream, epoch, start, windowEnd);
    long trigger = Math.max(0, Math.floorDiv(windowEnd, 1000L));
    verdicts.add(new Expected(window, reason, silent, content, trigger));
    return content;
  }

  void end(Outcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  static boolean isCopy(Frame a, Frame b) {
    return a.modality().equals(b.modality()) && a.sequence() == b.sequence();
  }
}
