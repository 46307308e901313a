// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Promises 3, 5 and 6, live and tumbling: a frame is refused for a reason that the topics bear out,
 * and accepted only where none does. Nothing here depends on when a record was processed, only on
 * the order of a topic.
 */
final class LateChecks {
  private final Rules rules;
  private final Books books;
  private final Map<WindowId, ClosingReason> reasons = new HashMap<>();
  private final Map<WindowId, Long> toldMillis = new HashMap<>();
  private final Problems problems;

  LateChecks(Rules rules, Books books, List<Told> told, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.problems = problems;
    for (Told one : told) {
      Prediction prediction = one.prediction();
      reasons.put(prediction.window(), prediction.reason());
      toldMillis.put(prediction.window(), one.appendMillis());
    }
  }

  void run() {
    books.lines.values().forEach(stream -> stream.values().forEach(this::check));
  }

  private void check(List<Line> inOrder) {
    Set<Object> accepted = new HashSet<>();
    for (int i = 0; i < inOrder.size(); i++) {
      Line line = inOrder.get(i);
      if (!line.ambiguous && line.end.isPresent()) {
        check(line, inOrder.subList(0, i));
      }
      if (line.window().isPresent()) {
        Object once = List.of(line.window().get().epoch(), line.seen.session(), sequence(line));
        problems.check(accepted.add(once), "a duplicate was accepted", line);
      }
    }
  }

  private static long sequence(Line line) {
    return line.seen.frame().sequence();
  }

  private void check(Line line, List<Line> before) {
    if (line.window().isPresent()) {
      WindowId window = line.window().get();
      before.stream()
          .filter(other -> other.surelyIn(window.epoch()) && passes(other, window.endMicros()))
          .findFirst()
          .ifPresent(other -> problems.add("accepted though late", line, "after", other));
      // The wall clock of its processing is not recorded, but it was before its verdict.
      long latest = toldMillis.getOrDefault(window, Long.MAX_VALUE / 2_000) * 1_000;
      problems.check(line.seen.time() <= latest + rules.maxAhead(), "accepted, but ahead", line);
    } else if (line.ended(EndReason.BEHIND_WATERMARK)) {
      boolean passed = before.stream().anyMatch(o -> overlap(o, line) && passes(o, end(line)));
      problems.check(passed, "late, but not by its own modality's watermark", line);
    } else if (line.ended(EndReason.CLOSED_EARLY)) {
      problems.check(closedEarly(line), "late, but no deadline closed its window", line);
    } else if (line.ended(EndReason.AFTER_END)) {
      problems.check(
          before.stream().anyMatch(o -> o.seen.isMarker()), "after an end that was none", line);
    } else if (line.ended(EndReason.SAME_SEQUENCE)) {
      problems.check(
          before.stream().anyMatch(o -> o.window().isPresent() && isCopy(o, line)),
          "a duplicate of nothing",
          line);
    } else if (line.ended(EndReason.OLD_SESSION)) {
      problems.check(left(line), "of an old session that nobody left", line);
    } else {
      checkRefused(line);
    }
  }

  private void checkRefused(Line line) {
    if (line.ended(Outcome.AHEAD)) {
      problems.check(
          line.seen.time() > line.seen.appendMillis() * 1000 + rules.maxAhead(), "not ahead", line);
    } else if (line.ended(EndReason.FRAMES_PER_WINDOW)) {
      problems.check(full(line), "overflow of a window that was not full", line);
    } else {
      problems.check(
          line.ended(Outcome.INVALID) && line.seen.event().isEmpty(), "an end out of place", line);
    }
  }

  private boolean passes(Line line, long micros) {
    return line.counts()
        && line.seen.time() - rules.side(line.seen.modality()).lateness() >= micros;
  }

  private long end(Line line) {
    return rules.starts(line.seen.time()).get(0) + rules.size();
  }

  private static boolean overlap(Line a, Line b) {
    return a.lowEpoch <= b.highEpoch && b.lowEpoch <= a.highEpoch;
  }

  private static boolean isCopy(Line a, Line b) {
    return sequence(a) == sequence(b) && a.seen.session().equals(b.seen.session());
  }

  private boolean closedEarly(Line line) {
    return reasons.entrySet().stream()
        .filter(e -> e.getKey().stream().equals(line.seen.stream()))
        .filter(e -> e.getKey().endMicros() == end(line) && line.maybeIn(e.getKey().epoch()))
        .map(Map.Entry::getValue)
        .anyMatch(
            reason ->
                reason == ClosingReason.DEADLINE
                    || reason == ClosingReason.IDLE
                    || reason == ClosingReason.SHUTDOWN);
  }

  private boolean full(Line line) {
    return books.windows.entrySet().stream()
        .filter(e -> e.getKey().stream().equals(line.seen.stream()))
        .filter(e -> e.getKey().endMicros() == end(line) && line.maybeIn(e.getKey().epoch()))
        .anyMatch(e -> e.getValue().size() == rules.framesPerWindow());
  }

  /** Some modality of the stream was in the session and then in another. */
  private boolean left(Line line) {
    String session = line.seen.session();
    return books.lines.get(line.seen.stream()).values().stream()
        .anyMatch(
            side -> {
              List<String> sessions =
                  side.stream()
                      .map(l -> l.seen.event().isEmpty() ? null : l.seen.session())
                      .filter(Objects::nonNull)
                      .toList();
              int first = sessions.indexOf(session);
              return first >= 0
                  && sessions.subList(first, sessions.size()).stream()
                      .anyMatch(s -> !s.equals(session));
            });
  }
}
