// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.align.CoreUnderTest;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A core and the frames of its next tick: for a caller that measures one step at a time. One
 * thread.
 */
public final class Ticks {
  private final CoreLoad load;
  private final CoreUnderTest core;
  private final List<StreamId> ids;
  private final List<Modality> names;
  private List<Frame> frames = List.of();
  private int tick;

  /**
   * @param nearest or tumbling windows of 1 s
   */
  public Ticks(CoreLoad load, boolean nearest) {
    this.load = load;
    this.core =
        CoreUnderTest.empty(
            CoreRun.settings(load, nearest ? CoreRun.Mode.NEAREST : CoreRun.Mode.WINDOW));
    this.ids = load.ids();
    this.names = load.names();
  }

  /** Makes the frames that {@link #accept} takes next; both in turn. */
  public void make() {
    frames = load.tick(tick++, ids, names);
  }

  /** Accepts them, looks at the deadlines, settles what has closed. */
  public int accept() {
    long now = load.micros(tick, 0) / 1_000;
    int held = 0;
    for (Frame frame : frames) {
      held += core.accept(frame, now) ? 1 : 0;
    }
    core.closeDue(now);
    core.settle(window -> {});
    return held;
  }

  /** What a commit would write of what changed since the last one. */
  public void writeChanges(BiConsumer<byte[], byte[]> to) {
    core.writeChanges(to);
  }
}
