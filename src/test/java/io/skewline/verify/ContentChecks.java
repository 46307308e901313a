// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Promise 1, and that a tumbling window is the pool of exactly the frames that the ledger topic
 * names for it.
 */
final class ContentChecks {
  private final Rules rules;
  private final Books books;
  private final Problems problems;

  ContentChecks(Rules rules, Books books, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.problems = problems;
  }

  void run(List<Told> told) {
    Set<WindowId> judged = new HashSet<>();
    for (Told one : told) {
      Prediction prediction = one.prediction();
      WindowId window = prediction.window();
      problems.check(prediction.reason().isFinal(), "a verdict is not final", window);
      problems.check(judged.add(window), "a second final verdict", window, prediction.reason());
      List<Line> frames = books.windows.getOrDefault(window, List.of());
      problems.check(!frames.isEmpty(), "a verdict on a window that held no frame", window);
      if (!frames.isEmpty()) {
        check(prediction, frames);
      }
    }
    for (WindowId window : books.windows.keySet()) {
      problems.check(judged.contains(window), "a window without a verdict", window);
    }
  }

  private void check(Prediction prediction, List<Line> frames) {
    WindowId window = prediction.window();
    Map<Modality, List<Long>> times = new HashMap<>();
    for (Line line : frames) {
      times.computeIfAbsent(line.seen.modality(), m -> new ArrayList<>()).add(line.seen.time());
      checkEnd(prediction, line);
    }
    List<Modality> used = new ArrayList<>(rules.modalities());
    used.retainAll(times.keySet());
    List<Modality> missing = new ArrayList<>(rules.modalities());
    missing.removeAll(used);
    problems.check(
        prediction.used().equals(used), "modalities used", window, prediction.used(), used);
    problems.check(
        prediction.missing().equals(missing), "missing", window, prediction.missing(), missing);
    problems.check(
        prediction.offsetsMicros().equals(offsets(used, times)),
        "offsets between modalities",
        window,
        prediction.offsetsMicros(),
        offsets(used, times));
    problems.check(
        prediction.verdict() == verdict(used), "the verdict", window, prediction.verdict(), used);
  }

  private Verdict verdict(List<Modality> used) {
    if (!rules.paired(used)) {
      return Verdict.DROPPED_UNPAIRED;
    }
    return used.size() == rules.sides().size() ? Verdict.FUSED : Verdict.FUSED_MISSING;
  }

  static Map<Modality, Long> offsets(List<Modality> used, Map<Modality, List<Long>> times) {
    Map<Modality, Long> offsets = new TreeMap<>();
    for (Modality modality : used) {
      offsets.put(modality, mean(times.get(modality)) - mean(times.get(used.get(0))));
    }
    return offsets;
  }

  /** To the next microsecond, halves up; relative to the first, for times are large. */
  private static long mean(List<Long> times) {
    long first = times.get(0);
    long sum = times.stream().mapToLong(t -> t - first).sum();
    return first + Math.floorDiv(2 * sum + times.size(), 2L * times.size());
  }

  private void checkEnd(Prediction prediction, Line line) {
    WindowId window = prediction.window();
    FrameEnd end = line.end.orElseThrow();
    long time = line.seen.time();
    problems.check(
        window.startMicros() <= time && time < window.endMicros(), "a frame outside", window, line);
    problems.check(
        end.outcome() == prediction.verdict().outcome(),
        "frame and window end differently",
        prediction.verdict(),
        line);
    problems.check(
        end.reason().equals(prediction.reason().label()),
        "frame and window have different reasons",
        prediction.reason(),
        line);
  }
}
