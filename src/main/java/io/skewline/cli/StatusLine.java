// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import io.skewline.serve.ActiveModel;
import io.skewline.train.score.Scoreboard;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalLong;

/** One line that is drawn over on a terminal, and a line now and then elsewhere. One thread. */
final class StatusLine {
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private final MeterRegistry meters;
  private final DemoWatch watch;
  private final Scoreboard scores;
  private final ActiveModel active;
  private final boolean terminal = System.console() != null;
  private double frames;
  private long predictions;
  private long shownNanos = System.nanoTime();

  StatusLine(MeterRegistry meters, DemoWatch watch, Scoreboard scores, ActiveModel active) {
    this.meters = meters;
    this.watch = watch;
    this.scores = scores;
    this.active = active;
  }

  void show() {
    long now = System.nanoTime();
    long since = now - shownNanos;
    if (since < (terminal ? 900_000_000L : PLAIN_NANOS)) {
      return;
    }
    double framesNow = Meters.framesRead(meters);
    long predictionsNow = watch.predictions();
    Collection<Standing> models = scores.standings(Role.CHAMPION).values();
    long scored = models.stream().mapToLong(Standing::labelled).sum();
    long hits = models.stream().mapToLong(Standing::hits).sum();
    OptionalLong newest = models.stream().mapToLong(Standing::version).max();
    String line =
        String.format(
            Locale.ROOT,
            "%.0f frames/s | %d windows | %.1f predictions/s | accuracy %s | model %s | swaps %d",
            (framesNow - frames) / since * 1e9,
            watch.windows().values().stream().mapToLong(Long::longValue).sum(),
            (predictionsNow - predictions) / (double) since * 1e9,
            scored == 0 ? "–" : String.format(Locale.ROOT, "%.3f", (double) hits / scored),
            newest.isEmpty() ? "–" : newest.getAsLong(),
            active.swaps());
    System.err.print(terminal ? "\r\u001b[K" + line : line + System.lineSeparator());
    frames = framesNow;
    predictions = predictionsNow;
    shownNanos = now;
  }

  void end() {
    if (terminal) {
      System.err.println();
    }
  }
}
