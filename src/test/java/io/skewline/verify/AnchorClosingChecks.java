// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An anchor closes when nothing closer can come to it or to those that it takes: the other
 * modality's watermark has passed the frame's distance on this anchor's other side, and the
 * anchors' watermark that distance on the frame's other side.
 */
final class AnchorClosingChecks extends ClosingChecks {
  private final Map<StreamId, Set<Long>> deadlines = new HashMap<>();

  AnchorClosingChecks(Rules rules, Books books, Problems problems) {
    super(rules, books, problems);
  }

  @Override
  void run(List<Told> told) {
    for (Told one : told) {
      if (one.prediction().reason() == ClosingReason.DEADLINE) {
        deadlines
            .computeIfAbsent(one.prediction().window().stream(), s -> new HashSet<>())
            .add(one.prediction().triggerMillis());
      }
    }
    super.run(told);
  }

  /** The anchor's own: its deadline is reckoned from them. */
  @Override
  List<List<Line>> frames(WindowId window) {
    return List.of(
        books.windows.getOrDefault(window, List.of()).stream()
            .filter(line -> isAnchor(line.seen.modality()))
            .toList());
  }

  private boolean isAnchor(Modality modality) {
    return modality.equals(rules.nearest().anchor());
  }

  private long time(WindowId window) {
    return window.startMicros() + rules.nearest().tolerance();
  }

  private long distance(WindowId window, Line frame) {
    return Math.abs(frame.seen.time() - time(window));
  }

  @Override
  long completeAt(WindowId window, Modality modality) {
    if (!isAnchor(modality)) {
      return spokenAt(window, modality);
    }
    return 1
        + books.windows.get(window).stream()
            .mapToLong(line -> line.seen.time() + distance(window, line))
            .max()
            .orElseThrow();
  }

  @Override
  long spokenAt(WindowId window, Modality modality) {
    if (isAnchor(modality)) {
      return passedAt(window, modality);
    }
    long furthest =
        books.windows.get(window).stream()
            .filter(line -> line.seen.modality().equals(modality))
            .mapToLong(line -> distance(window, line))
            .findFirst()
            .orElse(rules.nearest().tolerance());
    return time(window) + furthest + 1;
  }

  /** An anchor that far away is the last that could still take a frame of this one's. */
  @Override
  long passedAt(WindowId window, Modality modality) {
    long tolerance = rules.nearest().tolerance();
    return time(window) + (isAnchor(modality) ? 2 * tolerance : tolerance) + 1;
  }

  /** Its frame may be nearer to another anchor, on which nothing is certain yet. */
  @Override
  boolean waitsForAnother(Prediction prediction) {
    return rules.modalities().stream()
        .allMatch(m -> passedBy(prediction.window(), m, prediction.triggerMillis()));
  }

  /** A frame that moved its watermark, or another anchor's deadline, which left it a frame. */
  @Override
  boolean isTrigger(Prediction prediction, Line line) {
    return at(line, prediction)
        || deadlines
            .getOrDefault(prediction.window().stream(), Set.of())
            .contains(prediction.triggerMillis());
  }
}
