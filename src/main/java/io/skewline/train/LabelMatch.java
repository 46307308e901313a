// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.Label;
import io.skewline.modality.WindowId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which label is true of a window, for whoever joins the two: one that covers a share of it, if
 * those that are heard agree.
 *
 * @param rule which labels are heard
 * @param minOverlap the share, above 0 up to 1
 */
public record LabelMatch(LabelRule rule, double minOverlap) {

  /** What some labels say of a window. */
  public sealed interface Finding {}

  /** None of them covers enough of it. */
  public record Nothing() implements Finding {}

  /** Those that do say different things. */
  public record Contradicted() implements Finding {}

  /** Those that do agree; of them the one that covers most. */
  public record Found(Label label) implements Finding {}

  public Finding find(Collection<Label> labels, WindowId window) {
    List<Label> touching = labels.stream().filter(label -> shared(label, window) > 0).toList();
    List<Label> fitting = touching.stream().filter(label -> covers(label, window)).toList();
    if (fitting.isEmpty()) {
      return new Nothing();
    }
    Label best =
        fitting.stream()
            .max(Comparator.comparingLong(label -> shared(label, window)))
            .orElseThrow();
    List<Label> heard = rule == LabelRule.UNANIMOUS ? touching : fitting;
    return heard.stream().allMatch(label -> label.target().equals(best.target()))
        ? new Found(best)
        : new Contradicted();
  }

  public boolean covers(Label label, WindowId window) {
    long shared = shared(label, window);
    return shared > 0 && shared >= minOverlap * (window.endMicros() - window.startMicros());
  }

  private static long shared(Label label, WindowId window) {
    return Math.min(label.endMicros(), window.endMicros())
        - Math.max(label.startMicros(), window.startMicros());
  }
}
