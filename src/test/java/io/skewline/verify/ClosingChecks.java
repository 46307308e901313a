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
 * Promise 2, live and tumbling: why and when a window closed, from the append times. When a record
 * was processed is not recorded, only that it was after its append and before the verdict's; so a
 * deadline has a hard lower bound, and what was silent has a hard bound with slack and must be
 * right to the millisecond in most cases.
 */
final class ClosingChecks {
  private static final long SLACK_MILLIS = 5_000;
  private static final double MOSTLY = 0.8;

  private final Rules rules;
  private final Books books;
  private final Problems problems;
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

  void run(List<Told> told) {
    for (Told one : told) {
      reasons.merge(one.prediction().reason(), 1, Integer::sum);
      List<Line> frames = books.windows.getOrDefault(one.prediction().window(), List.of());
      if (!frames.isEmpty()) {
        check(one, frames);
      }
    }
    problems.check(
        exact >= MOSTLY * named, "named silent, but had passed", exact, "of", named, "are right");
  }

  private void check(Told told, List<Line> frames) {
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

  private boolean passed(Line line, WindowId window) {
    boolean frame =
        line.counts()
            && line.seen.time() - rules.side(line.seen.modality()).lateness() >= window.endMicros();
    return frame || line.seen.isMarker();
  }

  private void checkComplete(Told told) {
    Prediction prediction = told.prediction();
    WindowId window = prediction.window();
    afterTrigger.add(told.appendMillis() - prediction.triggerMillis());
    problems.check(prediction.silent().isEmpty(), "complete, but somebody is silent", prediction);
    boolean triggered = false;
    for (Modality modality : rules.modalities()) {
      List<Line> passing =
          books.lines(window, modality).stream()
              .filter(line -> line.maybeIn(window.epoch()) && passed(line, window))
              .filter(line -> line.seen.appendMillis() <= told.appendMillis())
              .toList();
      problems.check(
          !passing.isEmpty(), "complete, but a watermark had not passed", modality, prediction);
      triggered |= passing.stream().anyMatch(l -> at(l, prediction));
    }
    problems.check(triggered, "complete, but not by a frame that passed the end", prediction);
  }

  private static boolean at(Line line, Prediction prediction) {
    return line.seen.appendMillis() == prediction.triggerMillis();
  }

  private void checkDeadline(Told told, List<Line> frames) {
    Prediction prediction = told.prediction();
    WindowId window = prediction.window();
    long earliest =
        rules.modalities().stream()
            .flatMap(m -> frames.stream().filter(l -> l.seen.modality().equals(m)).limit(1))
            .mapToLong(first -> deadline(first, window))
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
    for (Modality modality : rules.modalities()) {
      List<Line> lines = books.lines(window, modality);
      if (prediction.silent().contains(modality)) {
        named++;
        exact += passedBy(lines, window, prediction.triggerMillis()) ? 0 : 1;
        problems.check(
            !passedBy(lines, window, prediction.triggerMillis() - SLACK_MILLIS),
            "named silent, but had passed long before",
            modality,
            prediction);
      } else {
        problems.check(
            lines.stream()
                .filter(line -> line.seen.appendMillis() <= told.appendMillis())
                .anyMatch(line -> line.maybeIn(window.epoch()) && passed(line, window)),
            "silent, but not named",
            modality,
            prediction);
      }
    }
  }

  private boolean passedBy(List<Line> lines, WindowId window, long millis) {
    return lines.stream()
        .filter(line -> line.seen.appendMillis() <= millis && line.seen.isFrame())
        .anyMatch(line -> line.surelyIn(window.epoch()) && passed(line, window));
  }

  private void checkSessionEnd(Prediction prediction) {
    boolean recorded =
        books.lines.get(prediction.window().stream()).values().stream()
            .anyMatch(side -> side.stream().anyMatch(line -> at(line, prediction)));
    problems.check(recorded, "session_end at no record", prediction);
  }

  private void checkIdle(Prediction prediction, List<Line> frames) {
    long last = frames.stream().mapToLong(line -> line.seen.appendMillis()).max().orElseThrow();
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
