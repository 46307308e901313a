// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Each anchor with the nearest frame of every other modality: all pairs within the tolerance, the
 * closest first, as far as nothing that may still come could be closer to either.
 */
final class ReplayAnchors extends ReplayStream {
  private final Modality anchor;
  private final long tolerance;

  /** By their times. */
  private final TreeMap<Long, Anchor> open = new TreeMap<>();

  /** Of the other modalities, without an anchor. */
  private final List<Frame> waiting = new ArrayList<>();

  /** Accepted in this epoch. */
  private final List<Frame> accepted = new ArrayList<>();

  /** Frames of one instant are one anchor. */
  private static final class Anchor {
    final long time;
    final List<Frame> frames = new ArrayList<>();
    final Set<Modality> decided = new HashSet<>();

    Anchor(long time) {
      this.time = time;
    }
  }

  ReplayAnchors(Rules rules, StreamId stream) {
    super(rules, stream);
    this.anchor = rules.nearest().anchor();
    this.tolerance = rules.nearest().tolerance();
  }

  @Override
  Optional<Outcome> take(Frame frame) {
    if (isLate(frame)) {
      return Optional.of(Outcome.LATE);
    }
    if (accepted.stream().anyMatch(f -> isCopy(f, frame) && isKnown(f))) {
      return Optional.of(Outcome.DUPLICATE);
    }
    accepted.add(frame);
    if (frame.modality().equals(anchor)) {
      open.computeIfAbsent(frame.eventTimeMicros(), Anchor::new).frames.add(frame);
    } else {
      waiting.add(frame);
    }
    return Optional.empty();
  }

  private boolean isLate(Frame frame) {
    return frame.eventTimeMicros() < watermark(frame.modality());
  }

  /** Held, or not so long ago that it would be late by now. */
  private boolean isKnown(Frame frame) {
    return !isLate(frame)
        || waiting.contains(frame)
        || open.values().stream().anyMatch(a -> a.frames.contains(frame));
  }

  @Override
  void advance() {
    decide(false);
    while (!open.isEmpty()
        && open.firstEntry().getValue().decided.containsAll(others())
        && watermark(anchor) > open.firstKey()) {
      close(open.firstEntry().getValue(), passedReason(), List.of());
    }
    List.copyOf(waiting).stream()
        .filter(f -> watermark(anchor) > f.eventTimeMicros() + tolerance)
        .filter(f -> open.values().stream().noneMatch(a -> wants(a, f)))
        .forEach(this::giveUp);
  }

  private List<Modality> others() {
    return rules.modalities().stream().filter(m -> !m.equals(anchor)).toList();
  }

  private boolean wants(Anchor one, Frame frame) {
    return !one.decided.contains(frame.modality())
        && Math.abs(one.time - frame.eventTimeMicros()) <= tolerance;
  }

  private void giveUp(Frame frame) {
    waiting.remove(frame);
    end(Outcome.UNPAIRED);
  }

  /**
   * @param last nothing more is to come
   */
  private void decide(boolean last) {
    for (Modality other : others()) {
      long passed = last ? Long.MAX_VALUE : watermark(other);
      long anchorPassed = last ? Long.MAX_VALUE : watermark(anchor);
      // Whoever may still get something closer keeps all that follow from what it would leave.
      Set<Object> undecided = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Pair<Anchor, Frame> pair : pairs(other)) {
        boolean free = waiting.contains(pair.frame()) && wants(pair.anchor(), pair.frame());
        boolean certain =
            passed > pair.anchorTime() + pair.distance()
                && anchorPassed > pair.frameTime() + pair.distance();
        if (free
            && certain
            && !undecided.contains(pair.anchor())
            && !undecided.contains(pair.frame())) {
          join(pair);
        } else if (free) {
          undecided.add(pair.anchor());
          undecided.add(pair.frame());
        }
      }
      open.values().stream()
          .filter(a -> passed > a.time + tolerance)
          .filter(a -> waiting.stream().noneMatch(f -> f.modality().equals(other) && wants(a, f)))
          .forEach(a -> a.decided.add(other));
    }
  }

  private List<Pair<Anchor, Frame>> pairs(Modality other) {
    List<Pair<Anchor, Frame>> pairs = new ArrayList<>();
    for (Anchor one : open.values()) {
      waiting.stream()
          .filter(frame -> frame.modality().equals(other) && wants(one, frame))
          .map(f -> new Pair<>(one, one.time, f, f.eventTimeMicros(), f.sequence()))
          .forEach(pairs::add);
    }
    Collections.sort(pairs);
    return pairs;
  }

  private void join(Pair<Anchor, Frame> pair) {
    pair.anchor().decided.add(pair.frame().modality());
    pair.anchor().frames.add(pair.frame());
    waiting.remove(pair.frame());
  }

  @Override
  void closeAll(ClosingReason reason) {
    Map<Anchor, List<Modality>> silent = new HashMap<>();
    open.values().forEach(one -> silent.put(one, silent(one)));
    decide(true);
    List.copyOf(open.values()).forEach(one -> close(one, reason, silent.get(one)));
    List.copyOf(waiting).forEach(this::giveUp);
    accepted.clear();
  }

  /** Whose time has not passed it and all that it could take. */
  private List<Modality> silent(Anchor one) {
    return rules.modalities().stream()
        .filter(
            m ->
                m.equals(anchor)
                    ? watermark(m) <= one.time + 2 * tolerance
                    : !one.decided.contains(m) && watermark(m) <= one.time + tolerance)
        .toList();
  }

  private void close(Anchor one, ClosingReason reason, List<Modality> silent) {
    open.remove(one.time);
    Content content =
        verdict(one.time - tolerance, one.time + tolerance + 1, reason, silent, one.frames);
    one.frames.forEach(frame -> end(content.verdict().outcome()));
  }
}
