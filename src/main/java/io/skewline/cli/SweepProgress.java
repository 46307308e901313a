// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.learn.sweep.SweepListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar with the time left on a terminal, else a line now and then; to be closed after the run. */
final class SweepProgress implements SweepListener, AutoCloseable {
  private static final int LINES = 20;
  private final ProgressBar bar;

  SweepProgress(boolean terminal) {
    bar = terminal ? new ProgressBarBuilder().setTaskName("sweep").setInitialMax(-1).build() : null;
  }

  @Override
  public synchronized void fitted(int done, int all, String last) {
    if (bar != null) {
      bar.maxHint(all);
      bar.stepTo(done);
      bar.setExtraMessage(last);
    } else if (done == all || done % Math.max(1, all / LINES) == 0) {
      System.err.println("sweep: " + done + " of " + all + " fits, last " + last);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
