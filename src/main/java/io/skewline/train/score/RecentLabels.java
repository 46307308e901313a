// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.Wilson;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How active models did of late: over their last {@link #LAST} labels, by marks of the counts at
 * each look. The board holds sums alone, so of what it had before the first look nothing is known,
 * unless it was no more than that. Safe for many threads.
 */
final class RecentLabels {
  static final int LAST = 200;
  private static final Mark ZERO = new Mark(0, 0);

  private final Map<String, Deque<Mark>> marks = new HashMap<>();

  private record Mark(long labels, long hits) {}

  /** What the board has now is not known to be recent. */
  synchronized void begin(Scoreboard board) {
    for (Standing standing : board.standings(Role.CHAMPION).values()) {
      Mark now = new Mark(standing.labels(), standing.labelHits());
      marks.computeIfAbsent(
          standing.hash(), hash -> new ArrayDeque<>(List.of(now.labels <= LAST ? ZERO : now)));
    }
    look(board);
  }

  /** A model that was not there before has its first labels now. */
  synchronized void look(Scoreboard board) {
    Map<String, Standing> standings = board.standings(Role.CHAMPION);
    standings.values().forEach(this::mark);
    marks.keySet().retainAll(standings.keySet());
  }

  private void mark(Standing standing) {
    Deque<Mark> of =
        marks.computeIfAbsent(standing.hash(), hash -> new ArrayDeque<>(List.of(ZERO)));
    if (standing.labels() > of.getLast().labels) {
      of.addLast(new Mark(standing.labels(), standing.labelHits()));
    }
    while (of.size() > 2) {
      Mark first = of.removeFirst();
      if (of.getLast().labels - of.getFirst().labels < LAST) {
        of.addFirst(first);
        return;
      }
    }
  }

  /** Accuracy and labels; empty if nothing is known. */
  synchronized Optional<Metric> of(String hash) {
    Deque<Mark> of = marks.get(hash);
    long n = of == null ? 0 : of.getLast().labels - of.getFirst().labels;
    if (n == 0) {
      return Optional.empty();
    }
    Interval rate = Wilson.of(of.getLast().hits - of.getFirst().hits, n);
    return Optional.of(new Metric(rate.value(), rate.low(), rate.high(), n));
  }
}
