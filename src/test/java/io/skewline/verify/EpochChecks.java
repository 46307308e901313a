// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A new epoch begins where, and only where, a session changes or a modality jumps back far. */
final class EpochChecks {
  private final Rules rules;
  private final Books books;
  private final Problems problems;

  EpochChecks(Rules rules, Books books, Problems problems) {
    this.rules = rules;
    this.books = books;
    this.problems = problems;
  }

  /** The number of epochs begun. */
  int run() {
    Set<List<Object>> epochs = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    for (WindowId window : books.windows.keySet()) {
      if (window.epoch() > 0 && epochs.add(List.of(window.stream(), window.epoch()))) {
        boolean begun =
            books.lines.get(window.stream()).values().stream()
                .anyMatch(side -> begins(side, window.epoch()));
        problems.check(begun, "an epoch that nothing began", window);
      }
    }
    for (Map<?, List<Line>> stream : books.lines.values()) {
      stream.values().forEach(this::checkJumps);
    }
    return epochs.size();
  }

  /** Whether the modality's first frame in the epoch, or a marker before it, may have begun it. */
  private boolean begins(List<Line> side, long epoch) {
    String session = "";
    long newest = Long.MIN_VALUE;
    for (Line line : side) {
      if (!line.counts() && !line.seen.isMarker()) {
        continue;
      }
      boolean other = !session.isEmpty() && !line.seen.session().equals(session);
      if (line.maybeIn(epoch)
          && (other || (line.seen.isFrame() && line.seen.time() < newest - rules.maxBack()))) {
        return true;
      }
      session = line.seen.session();
      if (line.seen.isFrame() && line.lowEpoch < epoch) {
        newest = Math.max(newest, line.seen.time());
      }
    }
    return false;
  }

  private void checkJumps(List<Line> side) {
    long epoch = -1;
    long newest = Long.MIN_VALUE;
    for (Line line : side) {
      if (!line.counts() || line.lowEpoch != line.highEpoch) {
        continue;
      }
      if (line.lowEpoch > epoch) {
        epoch = line.lowEpoch;
        newest = line.seen.time();
      }
      problems.check(
          line.seen.time() >= newest - rules.maxBack(), "a jump back within an epoch", line);
      newest = Math.max(newest, line.seen.time());
    }
  }
}
