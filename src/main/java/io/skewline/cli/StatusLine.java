// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.skewline.serve.ActiveModel;
import java.util.List;
import java.util.Locale;

/** One line that is drawn over on a terminal, and a line now and then elsewhere. One thread. */
final class StatusLine {
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private final MeterRegistry meters;
  private final DemoWatch watch;
  private final ActiveModel active;
  private final boolean terminal = System.console() != null;
  private double frames;
  private long predictions;
  private long shownNanos = System.nanoTime();

  StatusLine(MeterRegistry meters, DemoWatch watch, ActiveModel active) {
    this.meters = meters;
    this.watch = watch;
    this.active = active;
  }

  void show() {
    long now = System.nanoTime();
    long since = now - shownNanos;
    if (since < (terminal ? 900_000_000L : PLAIN_NANOS)) {
      return;
    }
    double framesNow =
        meters.find("skewline.decode.frames").counters().stream().mapToDouble(Counter::count).sum();
    long predictionsNow = watch.predictions();
    List<LiveScore.ModelScore> models = watch.score().models();
    long scored = models.stream().mapToLong(LiveScore.ModelScore::scored).sum();
    long hits = models.stream().mapToLong(LiveScore.ModelScore::hits).sum();
    String line =
        String.format(
            Locale.ROOT,
            "%.0f frames/s | %d windows | %.1f predictions/s | accuracy %s | model %s | swaps %d",
            (framesNow - frames) / since * 1e9,
            watch.windows().values().stream().mapToLong(Long::longValue).sum(),
            (predictionsNow - predictions) / (double) since * 1e9,
            scored == 0 ? "–" : String.format(Locale.ROOT, "%.3f", (double) hits / scored),
            models.isEmpty() ? "–" : models.get(models.size() - 1).version(),
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
