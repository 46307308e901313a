// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.util.function.Consumer;

/** A plain line every few per cent, or every 10,000 frames where there is no end. */
public final class LineListener implements ReplayListener {
  private final Consumer<String> lines;
  private long step = -1;

  public LineListener(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void progressed(Progress progress) {
    boolean endless = Double.isNaN(progress.fraction());
    long now = endless ? progress.frames() / 10_000 : (long) (progress.fraction() * 20);
    if (now != step) {
      step = now;
      String share = endless ? "" : "%3d %%  ".formatted(Math.round(progress.fraction() * 100));
      lines.accept(share + progress.frames() + " frames, " + progress.labels() + " labels");
    }
  }
}
