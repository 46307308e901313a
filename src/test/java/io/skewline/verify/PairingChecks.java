// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who went with whom, live: the closest first. So no anchor and frame are both left that are closer
 * to each other than each is to what it got. Only where the wall clock decided may they be: an
 * anchor at its deadline takes what is there, and a frame at its own goes without.
 */
final class PairingChecks {
  private static final double MOST_APART = 0.1;
  private static final double MOST_PASSED_OVER = 0.02;
  private static final int FEW = 3;

  private final Rules rules;
  private final Books books;
  private final Map<WindowId, Told> verdicts;
  private final Problems problems;

  /** Of one epoch of a stream, by their times. */
  private final Map<Epoch, NavigableMap<Long, WindowId>> anchors = new HashMap<>();

  private int pairs;
  private int closer;
  private int atDeadline;
  private int passedOver;

  private record Epoch(StreamId stream, long number) {}

  PairingChecks(Rules rules, Books books, Map<WindowId, Told> verdicts, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.verdicts = verdicts;
    this.problems = problems;
    for (WindowId window : verdicts.keySet()) {
      anchors
          .computeIfAbsent(new Epoch(window.stream(), window.epoch()), e -> new TreeMap<>())
          .put(time(window), window);
    }
  }

  private long time(WindowId window) {
    return window.startMicros() + rules.nearest().tolerance();
  }

  void run() {
    for (Map<Modality, List<Line>> stream : books.lines.values()) {
      stream.forEach(
          (modality, lines) -> {
            if (!modality.equals(rules.nearest().anchor())) {
              lines.forEach(this::check);
            }
          });
    }
    problems.check(closer <= MOST_APART * pairs, "the wall clock decided most", closer, pairs);
    // What had been read by a deadline is not recorded, but hardly ever less than was appended.
    problems.check(
        passedOver <= Math.max(FEW, MOST_PASSED_OVER * atDeadline),
        "a deadline did not take what was there",
        passedOver,
        "of",
        atDeadline);
  }

  private void check(Line frame) {
    if (!frame.held() || frame.ambiguous || frame.lowEpoch != frame.highEpoch) {
      return;
    }
    long tolerance = rules.nearest().tolerance();
    var all = anchors.getOrDefault(new Epoch(frame.seen.stream(), frame.lowEpoch), new TreeMap<>());
    for (WindowId anchor :
        all.subMap(frame.seen.time() - tolerance, true, frame.seen.time() + tolerance, true)
            .values()) {
      boolean early = early(anchor);
      pairs++;
      atDeadline += early ? 1 : 0;
      if (isCloserThanTheirs(anchor, frame)) {
        closer++;
        passedOver += early && wasThere(anchor, frame) ? 1 : 0;
        problems.check(
            early || frame.window().map(this::early).orElse(mayHaveWaited(frame)),
            "left apart, but closer than what they got",
            anchor,
            frame,
            partner(anchor, frame.seen.modality()));
      }
    }
  }

  private boolean isCloserThanTheirs(WindowId anchor, Line frame) {
    Optional<WindowId> taker = frame.window();
    Optional<Line> partner = partner(anchor, frame.seen.modality());
    Pair<WindowId, Line> apart = pair(anchor, frame);
    return taker.map(w -> apart.compareTo(pair(w, frame)) < 0).orElse(true)
        && partner.map(p -> apart.compareTo(pair(anchor, p)) < 0).orElse(true);
  }

  private Optional<Line> partner(WindowId anchor, Modality modality) {
    return books.windows.getOrDefault(anchor, List.of()).stream()
        .filter(line -> line.seen.modality().equals(modality))
        .findFirst();
  }

  private Pair<WindowId, Line> pair(WindowId anchor, Line frame) {
    return new Pair<>(
        anchor, time(anchor), frame, frame.seen.time(), frame.seen.frame().sequence());
  }

  private boolean early(WindowId window) {
    ClosingReason reason = verdicts.get(window).prediction().reason();
    // Once drained nothing comes any more: whoever is left is paired as at a session's end.
    return reason != ClosingReason.SHUTDOWN && Rules.early(reason);
  }

  private boolean wasThere(WindowId anchor, Line frame) {
    return frame.seen.appendMillis() <= verdicts.get(anchor).prediction().triggerMillis();
  }

  /** Long enough for its deadline, or for its stream to be idle. */
  private boolean mayHaveWaited(Line frame) {
    long least = Math.min(rules.deadlineMillis(), rules.idleMillis());
    return frame.toldMillis >= frame.seen.appendMillis() + least;
  }

  @Override
  public String toString() {
    return "%d near pairs, of which the wall clock left %d apart; %d at deadlines, passed over %d"
        .formatted(pairs, closer, atDeadline, passedOver);
  }
}
