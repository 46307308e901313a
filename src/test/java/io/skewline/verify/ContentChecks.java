// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.fusion.Prediction;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.WindowId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Promise 1, and that each frame ends with its windows. */
class ContentChecks {
  final Rules rules;
  final Books books;
  final Problems problems;

  /** The final verdicts, and where each stands on its topic. */
  final Map<WindowId, Told> verdicts = new HashMap<>();

  ContentChecks(Rules rules, Books books, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.problems = problems;
  }

  void run(List<Told> told) {
    for (Told one : told) {
      Prediction prediction = one.prediction();
      WindowId window = prediction.window();
      problems.check(prediction.reason().isFinal(), "a verdict is not final", window);
      problems.check(
          verdicts.put(window, one) == null, "a second final verdict", window, prediction.reason());
    }
    for (WindowId window : books.windows.keySet()) {
      problems.check(verdicts.containsKey(window), "a window without a verdict", window);
    }
  }

  /** That a frame's end names this verdict's reason, where the window is the one it names. */
  void checkReason(Prediction prediction, Line line) {
    FrameEnd end = line.end.orElseThrow();
    problems.check(
        end.reason().equals(prediction.reason().label()),
        "frame and window have different reasons",
        prediction.reason(),
        line);
  }
}
