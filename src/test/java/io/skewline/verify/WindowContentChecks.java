// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.Outcome;
import java.util.List;

/** Windows: each frame has the outcome that the last of its windows gives it. */
final class WindowContentChecks extends ContentChecks {
  private final Membership membership;

  WindowContentChecks(Rules rules, Books books, Membership membership, Problems problems) {
    super(rules, books, problems);
    this.membership = membership;
  }

  @Override
  void run(List<Told> told) {
    super.run(told);
    for (Told one : told) {
      problems.check(
          membership.of(one.prediction().window()).stream().anyMatch(lines -> !lines.isEmpty()),
          "a verdict on a window that held no frame",
          one.prediction().window());
    }
    for (List<Line> lines : books.windows.values()) {
      lines.forEach(this::check);
    }
  }

  private void check(Line line) {
    List<Told> possible = membership.possible.getOrDefault(line, List.of());
    Told last = verdicts.get(line.window().orElseThrow());
    if (last == null) {
      return;
    }
    problems.check(possible.contains(last), "a frame outside", last.prediction().window(), line);
    List<Told> sure = membership.sure.getOrDefault(line, List.of());
    // Verdicts of a stream are told in order; what is after the one named must not have held it.
    problems.check(
        sure.isEmpty() || sure.get(sure.size() - 1) == last,
        "a frame that ended before the last of its windows",
        line);
    checkReason(last.prediction(), line);
    boolean fused = line.ended(Outcome.FUSED);
    problems.check(
        !fused || possible.stream().anyMatch(t -> fused(t.prediction())),
        "fused, but by no window",
        line);
    problems.check(
        fused || sure.stream().noneMatch(t -> fused(t.prediction())),
        "a window fused it, but it is not",
        line);
    problems.check(
        fused || line.ended(last.prediction().verdict().outcome()),
        "frame and window end differently",
        last.prediction().verdict(),
        line);
  }

  private static boolean fused(Prediction prediction) {
    return prediction.verdict().fused();
  }
}
