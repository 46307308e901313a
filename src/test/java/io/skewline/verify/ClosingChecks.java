// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Promise 2, live: why and when a window closed, from the append times. When a record was processed
 * is not recorded, only that it was after its append and before the verdict's; so a deadline has a
 * hard lower bound, and what was silent has a hard bound with slack and must be right to the
 * millisecond in most cases.
 */
abstract class ClosingChecks {
  private static final long SLACK_MILLIS = 5_000;
  private static final double MOSTLY = 0.8;

  final Rules rules;
  final Books books;
  final Problems problems;
  private final Map<ClosingReason, Integer> reasons = new EnumMap<>(ClosingReason.class);
  private final List<Long> afterBound = new ArrayList<>();
  private final List<Long> afterTrigger = new ArrayList<>();
  private int named;
  private int exact;

  ClosingChecks(Rules rules, Books books, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.problems = problems;
  }

  /** The frames that the window may have held, by modality in the order of their topics. */
  abstract List<List<Line>> frames(WindowId window);

  /** What a modality's watermark must reach for the window to be complete, microseconds. */
  abstract long completeAt(WindowId window, Modality modality);

  /** What a modality's watermark must reach not to be silent at the deadline, at the least. */
  abstract long spokenAt(WindowId window, Modality modality);

  /** From what on a modality is surely not silent. */
  abstract long passedAt(WindowId window, Modality modality);

  /** Whether nobody was silent for the window itself, so that those of another are named. */
  boolean waitsForAnother(Prediction prediction) {
    return false;
  }

  /** Whether this is the time of something that may have let the window close. */
  abstract boolean isTrigger(Prediction prediction, Line line);

  void run(List<Told> told) {
    for (Told one : told) {
      reasons.merge(one.prediction().reason(), 1, Integer::sum);
      check(one, frames(one.prediction().window()));
    }
    problems.check(
        exact >= MOSTLY * named, "named silent, but had passed", exact, "of", named, "are right");
  }

  private void check(Told told, List<List<Line>> frames) {
    if (frames.stream().allMatch(List::isEmpty)) {
      return;
    }
    switch (told.prediction().reason()) {
      case COMPLETE -> checkComplete(told);
      case DEADLINE -> checkDeadline(told, frames);
      case SESSION_END -> checkSessionEnd(told.prediction());
      case IDLE -> checkIdle(told.prediction(), frames);
      case SHUTDOWN, EARLY -> {
        // Whoever drains chooses when; early verdicts are off.
      }
    }
  }

  final boolean passed(Line line, long micros) {
    boolean frame =
        line.counts() && line.seen.time() - rules.side(line.seen.modality()).lateness() >= micros;
    return frame || line.seen.isMarker();
  }

  private void checkComplete(Told told) {
    Prediction prediction = told.prediction();
    WindowId window = prediction.window();
    afterTrigger.add(told.appendMillis() - prediction.triggerMillis());
    problems.check(prediction.silent().isEmpty(), "complete, but somebody is silent", prediction);
    boolean triggered = false;
    for (Modality modality : rules.modalities()) {
      List<Line> before = before(told, modality);
      problems.check(
          before.stream().anyMatch(line -> passed(line, completeAt(window, modality))),
          "complete, but a watermark had not passed",
          modality,
          prediction);
      triggered |= before.stream().anyMatch(line -> isTrigger(prediction, line));
    }
    problems.check(triggered, "complete, but not by a frame that passed the end", prediction);
  }

  private List<Line> before(Told told, Modality modality) {
    WindowId window = told.prediction().window();
    return books.lines(window, modality).stream()
        .filter(line -> line.maybeIn(window.epoch()))
        .filter(line -> line.seen.appendMillis() <= told.appendMillis())
        .toList();
  }

  static boolean at(Line line, Prediction prediction) {
    return line.seen.appendMillis() == prediction.triggerMillis();
  }

  private void checkDeadline(Told told, List<List<Line>> frames) {
    Prediction prediction = told.prediction();
    long earliest =
        frames.stream()
            .filter(lines -> !lines.isEmpty())
            .mapToLong(lines -> deadline(lines.get(0), prediction.window()))
            .min()
            .orElseThrow();
    problems.check(prediction.triggerMillis() >= earliest, "before its deadline", prediction);
    problems.check(
        told.appendMillis() >= prediction.triggerMillis(), "told before its deadline", prediction);
    afterBound.add(prediction.triggerMillis() - earliest);
    afterTrigger.add(told.appendMillis() - prediction.triggerMillis());
    checkSilent(told);
  }

  /** Had its first frame been processed at its append. */
  private long deadline(Line first, WindowId window) {
    return first.seen.appendMillis()
        + (window.endMicros() - first.seen.time()) / 1000
        + rules.deadlineMillis();
  }

  private void checkSilent(Told told) {
    Prediction prediction = told.prediction();
    WindowId window = prediction.window();
    problems.check(!prediction.silent().isEmpty(), "nobody was silent", prediction);
    if (waitsForAnother(prediction)) {
      return;
    }
    for (Modality modality : rules.modalities()) {
      if (prediction.silent().contains(modality)) {
        named++;
        exact += passedBy(window, modality, prediction.triggerMillis()) ? 0 : 1;
        problems.check(
            !passedBy(window, modality, prediction.triggerMillis() - SLACK_MILLIS),
            "named silent, but had passed long before",
            modality,
            prediction);
      } else {
        problems.check(
            before(told, modality).stream()
                .anyMatch(line -> passed(line, spokenAt(window, modality))),
            "silent, but not named",
            modality,
            prediction);
      }
    }
  }

  final boolean passedBy(WindowId window, Modality modality, long millis) {
    return books.lines(window, modality).stream()
        .filter(line -> line.seen.appendMillis() <= millis && line.seen.isFrame())
        .filter(line -> line.surelyIn(window.epoch()))
        .anyMatch(line -> passed(line, passedAt(window, modality)));
  }

  private void checkSessionEnd(Prediction prediction) {
    boolean recorded =
        books.lines.get(prediction.window().stream()).values().stream()
            .anyMatch(side -> side.stream().anyMatch(line -> at(line, prediction)));
    problems.check(recorded, "session_end at no record", prediction);
  }

  private void checkIdle(Prediction prediction, List<List<Line>> frames) {
    long last =
        frames.stream()
            .flatMap(List::stream)
            .filter(line -> line.window().orElseThrow().equals(prediction.window()))
            .mapToLong(line -> line.seen.appendMillis())
            .max()
            .orElse(0);
    problems.check(
        prediction.triggerMillis() >= last + rules.idleMillis(), "idle too early", prediction);
  }

  @Override
  public String toString() {
    return "%s; deadlines beyond their lower bound %s ms; verdicts after their trigger %s ms; silent exactly %d of %d"
        .formatted(reasons, spread(afterBound), spread(afterTrigger), exact, named);
  }

  /** Median, 90 % and greatest. */
  static List<Long> spread(List<Long> values) {
    if (values.isEmpty()) {
      return List.of();
    }
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int n = sorted.size();
    return List.of(sorted.get(n / 2), sorted.get(n * 9 / 10), sorted.get(n - 1));
  }
}
