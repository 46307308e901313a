// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;

/** Windows: a frame is late when the last window that it falls in has passed. */
final class WindowLateChecks extends LateChecks {
  WindowLateChecks(Rules rules, Books books, Map<WindowId, Told> verdicts, Problems problems) {
    super(rules, books, verdicts, problems);
  }

  @Override
  long lateAt(Line line) {
    List<Long> starts = rules.windows().starts(line.seen.time());
    long last = starts.get(starts.size() - 1) + rules.windows().size();
    return line.window().map(WindowId::endMicros).orElse(last);
  }

  /** It had a place in none of its windows, and not all of them had passed. */
  @Override
  boolean isClosedEarly(Line line) {
    return rules.windows().starts(line.seen.time()).stream()
        .anyMatch(start -> isClosedEarly(line, start));
  }

  @Override
  boolean isFull(Line line, List<Line> before) {
    return rules.windows().starts(line.seen.time()).stream().anyMatch(start -> isFull(line, start));
  }
}
