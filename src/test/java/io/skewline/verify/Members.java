// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of one modality that a window held. The ledger topic names only the window that a
 * frame ended with. Whether an earlier one of its windows held it too follows from the order of its
 * topic: the window took frames until its modality's watermark passed, so it holds the first so
 * many. Only where it closed before, while the modality was silent, the last ones are not certain.
 */
final class Members {
  /** The accepted frames that fall into the window, in the order of their topic. */
  final List<Line> frames = new ArrayList<>();

  /** It surely held the first so many. */
  int least;

  /** It surely held none but the first so many. */
  int most;

  Members(Rules rules, Books books, Told told, Modality modality) {
    WindowId window = told.prediction().window();
    boolean early = Rules.early(told.prediction().reason());
    boolean unsure = early && told.prediction().silent().contains(modality);
    boolean surelyPassed = false;
    boolean maybePassed = false;
    for (Line line : books.lines(window, modality)) {
      if (line.window().isPresent() && falls(line, window, rules)) {
        frames.add(line);
        boolean named = line.window().get().equals(window);
        boolean out = surelyPassed || (early && line.seen.appendMillis() > told.appendMillis());
        least = named || !(maybePassed || unsure || out) ? frames.size() : least;
        most = named || !out ? frames.size() : most;
      }
      boolean passes = passes(line, window, rules);
      surelyPassed |= passes && line.surelyIn(window.epoch());
      maybePassed |= passes && line.maybeIn(window.epoch());
    }
  }

  private static boolean falls(Line line, WindowId window, Rules rules) {
    return line.window().orElseThrow().epoch() == window.epoch()
        && rules.windows().starts(line.seen.time()).contains(window.startMicros());
  }

  private static boolean passes(Line line, WindowId window, Rules rules) {
    long lateness = rules.side(line.seen.modality()).lateness();
    return line.seen.isMarker()
        || (line.counts() && line.seen.time() - lateness >= window.endMicros());
  }

  List<Line> sure() {
    return frames.subList(0, least);
  }

  List<Line> possible() {
    return frames.subList(0, most);
  }

  /** Event times of the first so many. */
  List<Long> times(int count) {
    return frames.subList(0, count).stream().map(line -> line.seen.time()).toList();
  }
}
