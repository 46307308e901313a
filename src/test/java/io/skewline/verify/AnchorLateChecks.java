// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.EndReason;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;

/**
 * Nearest mode: a frame is late once its modality's watermark has passed its own time. One without
 * an anchor had waited for as long as it must.
 */
final class AnchorLateChecks extends LateChecks {
  AnchorLateChecks(Rules rules, Books books, Map<WindowId, Told> verdicts, Problems problems) {
    super(rules, books, verdicts, problems);
  }

  @Override
  void run() {
    super.run();
    for (Map<Modality, List<Line>> stream : books.lines.values()) {
      long lastEpoch =
          stream.values().stream()
              .flatMap(List::stream)
              .mapToLong(line -> line.lowEpoch)
              .max()
              .orElseThrow();
      stream.values().stream()
          .flatMap(List::stream)
          .filter(line -> line.ended(EndReason.NO_ANCHOR) && !line.ambiguous)
          // At the end of an epoch, and of the run, whoever waits goes without.
          .filter(line -> line.surelyIn(lastEpoch))
          .forEach(this::checkWithout);
    }
  }

  private void checkWithout(Line line) {
    long tolerance = rules.nearest().tolerance();
    long patience = Math.min(rules.deadlineMillis(), rules.idleMillis());
    WindowId somewhere = new WindowId(line.seen.stream(), 0, 0, 1);
    boolean passed =
        books.lines(somewhere, rules.nearest().anchor()).stream()
            .filter(anchor -> anchor.seen.appendMillis() <= line.toldMillis)
            .anyMatch(
                anchor ->
                    anchor.seen.isMarker() || passes(anchor, line.seen.time() + tolerance + 1));
    problems.check(
        passed || line.toldMillis >= line.seen.appendMillis() + patience,
        "without an anchor, but one could have come",
        line);
  }

  private boolean isAnchor(Line line) {
    return line.seen.modality().equals(rules.nearest().anchor());
  }

  @Override
  long lateAt(Line line) {
    return line.seen.time() + 1;
  }

  @Override
  boolean isClosedEarly(Line line) {
    return isAnchor(line) && isClosedEarly(line, line.seen.time() - rules.nearest().tolerance());
  }

  /** An anchor's window, or as many as may wait: those whose end had not been told before. */
  @Override
  boolean isFull(Line line, List<Line> before) {
    if (isAnchor(line)) {
      return isFull(line, line.seen.time() - rules.nearest().tolerance());
    }
    return before.stream()
            .filter(o -> o.held() && o.maybeWith(line))
            .filter(o -> o.toldMillis >= line.seen.appendMillis())
            .count()
        >= rules.framesPerWindow();
  }
}
