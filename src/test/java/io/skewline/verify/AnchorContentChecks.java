// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nearest mode: a window is an anchor with at most one frame of every other modality within the
 * tolerance, and the verdict is that of exactly the frames that the ledger topic names for it.
 */
final class AnchorContentChecks extends ContentChecks {

  AnchorContentChecks(Rules rules, Books books, Problems problems) {
    super(rules, books, problems);
  }

  @Override
  void run(List<Told> told) {
    super.run(told);
    for (Told one : told) {
      List<Line> frames = books.windows.getOrDefault(one.prediction().window(), List.of());
      check(one.prediction(), frames);
    }
  }

  private void check(Prediction prediction, List<Line> frames) {
    WindowId window = prediction.window();
    long tolerance = rules.nearest().tolerance();
    long time = window.startMicros() + tolerance;
    problems.check(window.endMicros() == time + tolerance + 1, "not an anchor's window", window);
    Map<Modality, List<Long>> times = new HashMap<>();
    for (Line line : frames) {
      times.computeIfAbsent(line.seen.modality(), m -> new ArrayList<>()).add(line.seen.time());
      checkReason(prediction, line);
      problems.check(
          line.ended(prediction.verdict().outcome()),
          "frame and window end differently",
          prediction.verdict(),
          line);
    }
    Modality anchor = rules.nearest().anchor();
    times.forEach(
        (modality, each) -> {
          if (modality.equals(anchor)) {
            problems.check(
                each.stream().allMatch(t -> t == time), "an anchor of another time", window);
          } else {
            problems.check(each.size() == 1, "two frames of a modality", window, modality, each);
            problems.check(
                each.stream().allMatch(t -> Math.abs(t - time) <= tolerance),
                "further away than the tolerance",
                window,
                modality,
                each);
          }
        });
    problems.check(times.containsKey(anchor), "a verdict without an anchor", window, frames);
    Content content = Content.of(prediction);
    problems.check(
        content.equals(Content.of(rules, times)),
        "not the pool of its frames",
        window,
        content,
        "but",
        Content.of(rules, times));
  }
}
