// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.EndReason;
import io.skewline.modality.Outcome;
import io.skewline.modality.WindowId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Promises 3, 5 and 6, live: a frame is refused for a reason that the topics bear out, and accepted
 * only where none does. Nothing here depends on when a record was processed, only on the order of a
 * topic.
 */
abstract class LateChecks {
  final Rules rules;
  final Books books;
  final Map<WindowId, Told> verdicts;
  final Problems problems;

  LateChecks(Rules rules, Books books, Map<WindowId, Told> verdicts, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.verdicts = verdicts;
    this.problems = problems;
  }

  /** The frame is late once its modality's watermark has reached this, microseconds. */
  abstract long lateAt(Line line);

  /** Whether something closed before its time explains that a frame had no place left. */
  abstract boolean isClosedEarly(Line line);

  /**
   * Whether a bound explains that a frame had no place left.
   *
   * @param before it on its topic
   */
  abstract boolean isFull(Line line, List<Line> before);

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
      if (line.held() && line.lowEpoch == line.highEpoch) {
        Object once = List.of(line.lowEpoch, line.seen.session(), sequence(line));
        problems.check(accepted.add(once), "a duplicate was accepted", line);
      }
    }
  }

  private static long sequence(Line line) {
    return line.seen.frame().sequence();
  }

  private void check(Line line, List<Line> before) {
    if (line.held()) {
      checkAccepted(line, before);
    } else if (line.ended(EndReason.BEHIND_WATERMARK)) {
      boolean passed = before.stream().anyMatch(o -> o.maybeWith(line) && passes(o, lateAt(line)));
      problems.check(passed, "late, but not by its own modality's watermark", line);
    } else if (line.ended(EndReason.CLOSED_EARLY)) {
      problems.check(isClosedEarly(line), "late, but no deadline closed its window", line);
    } else if (line.ended(EndReason.AFTER_END)) {
      problems.check(
          before.stream().anyMatch(o -> o.seen.isMarker()), "after an end that was none", line);
    } else if (line.ended(EndReason.SAME_SEQUENCE)) {
      problems.check(
          before.stream().anyMatch(o -> o.held() && isCopy(o, line)),
          "a duplicate of nothing",
          line);
    } else if (line.ended(EndReason.OLD_SESSION)) {
      problems.check(left(line), "of an old session that nobody left", line);
    } else {
      checkRefused(line, before);
    }
  }

  private void checkAccepted(Line line, List<Line> before) {
    before.stream()
        .filter(other -> other.surelyWith(line) && passes(other, lateAt(line)))
        .findFirst()
        .ifPresent(other -> problems.add("accepted though late", line, "after", other));
    // The wall clock of its processing is not recorded, but it was before its end was told.
    problems.check(
        line.seen.time() <= line.toldMillis * 1_000 + rules.maxAhead(),
        "accepted, but ahead",
        line);
  }

  private void checkRefused(Line line, List<Line> before) {
    if (line.ended(Outcome.AHEAD)) {
      problems.check(
          line.seen.time() > line.seen.appendMillis() * 1000 + rules.maxAhead(), "not ahead", line);
    } else if (line.ended(EndReason.FRAMES_PER_WINDOW)) {
      problems.check(isFull(line, before), "overflow of what was not full", line);
    } else {
      problems.check(
          line.ended(Outcome.INVALID) && line.seen.event().isEmpty(), "an end out of place", line);
    }
  }

  final boolean passes(Line line, long micros) {
    return line.counts()
        && line.seen.time() - rules.side(line.seen.modality()).lateness() >= micros;
  }

  private static boolean isCopy(Line a, Line b) {
    return sequence(a) == sequence(b) && a.seen.session().equals(b.seen.session());
  }

  /** Whether a window of the frame's stream from this start closed before its time. */
  final boolean isClosedEarly(Line line, long startMicros) {
    return verdicts.entrySet().stream()
        .filter(e -> e.getKey().stream().equals(line.seen.stream()))
        .filter(e -> e.getKey().startMicros() == startMicros && line.maybeIn(e.getKey().epoch()))
        .anyMatch(e -> Rules.early(e.getValue().prediction().reason()));
  }

  /** Whether a window of the frame's stream from this start held as many frames as it may. */
  final boolean isFull(Line line, long startMicros) {
    return books.windows.entrySet().stream()
        .filter(e -> e.getKey().stream().equals(line.seen.stream()))
        .filter(e -> e.getKey().startMicros() == startMicros && line.maybeIn(e.getKey().epoch()))
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
