// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Draws a bar on the terminal's error stream; to be closed after the run. */
public final class ProgressBarListener implements ReplayListener, AutoCloseable {
  private static final int STEPS = 1000;
  private final ProgressBar bar;

  /**
   * @param endless true: no length is known, the bar only counts
   */
  public ProgressBarListener(String task, boolean endless) {
    this.bar =
        new ProgressBarBuilder().setTaskName(task).setInitialMax(endless ? -1 : STEPS).build();
  }

  @Override
  public void progressed(Progress progress) {
    boolean endless = Double.isNaN(progress.fraction());
    bar.stepTo(endless ? progress.frames() : Math.round(progress.fraction() * STEPS));
    bar.setExtraMessage(progress.frames() + " frames, " + progress.labels() + " labels");
  }

  @Override
  public void close() {
    bar.close();
  }
}
