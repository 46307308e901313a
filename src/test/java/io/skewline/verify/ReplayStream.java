// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of alignment in replay mode for one stream, written down plainly: every frame is kept,
 * and the windows are looked at one by one after every record.
 */
final class ReplayStream {
  private final Rules rules;
  private final StreamId stream;
  private final Map<Modality, String> session = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private String opener = "";
  private long epoch;
  private final Map<Modality, Long> newest = new HashMap<>();
  private final Set<Modality> ended = new HashSet<>();

  /** Start to frames; windows of one size close in the order of their starts. */
  private final TreeMap<Long, List<Frame>> open = new TreeMap<>();

  private final Map<Frame, Integer> waiting = new IdentityHashMap<>();
  private final Set<Frame> fused = Collections.newSetFromMap(new IdentityHashMap<>());

  final List<Expected> verdicts = new ArrayList<>();
  final Map<Outcome, Long> outcomes = new TreeMap<>();

  ReplayStream(Rules rules, StreamId stream) {
    this.rules = rules;
    this.stream = stream;
  }

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
      take(seen);
      List.copyOf(open.keySet()).stream()
          .filter(start -> silent(start).isEmpty())
          .forEach(
              start ->
                  close(
                      start,
                      ended.containsAll(rules.modalities())
                          ? ClosingReason.SESSION_END
                          : ClosingReason.COMPLETE));
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

  private void take(Seen seen) {
    Modality modality = seen.modality();
    if (seen.isMarker()) {
      ended.add(modality);
      return;
    }
    Frame frame = seen.frame();
    List<Long> starts = new ArrayList<>(rules.starts(frame.eventTimeMicros()));
    starts.removeIf(start -> passed(modality, start));
    if (starts.isEmpty()) {
      end(Outcome.LATE);
    } else if (open.values().stream().flatMap(List::stream).anyMatch(f -> isCopy(f, frame))) {
      end(Outcome.DUPLICATE);
    } else {
      waiting.put(frame, starts.size());
      starts.forEach(start -> open.computeIfAbsent(start, s -> new ArrayList<>()).add(frame));
    }
    newest.merge(modality, seen.time(), Math::max);
  }

  private static boolean isCopy(Frame a, Frame b) {
    return a.modality().equals(b.modality()) && a.sequence() == b.sequence();
  }

  private boolean passed(Modality modality, long start) {
    Long top = newest.get(modality);
    return ended.contains(modality)
        || (top != null && top - rules.side(modality).lateness() >= start + rules.size());
  }

  private List<Modality> silent(long start) {
    return rules.modalities().stream().filter(m -> !passed(m, start)).toList();
  }

  void closeAll(ClosingReason reason) {
    List.copyOf(open.keySet()).forEach(start -> close(start, reason));
  }

  private void close(long start, ClosingReason reason) {
    List<Frame> frames = open.remove(start);
    Map<Modality, List<Long>> times = new HashMap<>();
    for (Frame frame : frames) {
      times.computeIfAbsent(frame.modality(), m -> new ArrayList<>()).add(frame.eventTimeMicros());
    }
    List<Modality> used = new ArrayList<>(rules.modalities());
    used.retainAll(times.keySet());
    List<Modality> missing = new ArrayList<>(rules.modalities());
    missing.removeAll(used);
    Verdict whole = missing.isEmpty() ? Verdict.FUSED : Verdict.FUSED_MISSING;
    Verdict verdict = rules.paired(used) ? whole : Verdict.DROPPED_UNPAIRED;
    long end = start + rules.size();
    verdicts.add(
        new Expected(
            new WindowId(stream, epoch, start, end),
            reason,
            verdict,
            used,
            missing,
            silent(start),
            ContentChecks.offsets(used, times),
            Math.max(0, Math.floorDiv(end, 1000L))));
    frames.forEach(frame -> settle(frame, verdict));
  }

  /** A frame ends with the last of its windows, as fused if any of them was. */
  private void settle(Frame frame, Verdict verdict) {
    if (verdict.fused()) {
      fused.add(frame);
    }
    if (waiting.merge(frame, -1, Integer::sum) == 0) {
      waiting.remove(frame);
      end(fused.remove(frame) ? Outcome.FUSED : verdict.outcome());
    }
  }

  private void end(Outcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }
}
