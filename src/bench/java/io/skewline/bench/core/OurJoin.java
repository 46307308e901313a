// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.align.AlignSettings;
import io.skewline.align.CoreUnderTest;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.PooledModality;
import java.util.function.Consumer;

/** The aligner's core. */
final class OurJoin implements Join {
  private final CoreUnderTest core;
  private int windows;

  OurJoin(AlignSettings settings) {
    this.core = CoreUnderTest.empty(settings);
  }

  @Override
  public void accept(Frame frame, long nowMillis) {
    core.accept(frame, nowMillis);
  }

  @Override
  public void closeDue(long nowMillis) {
    core.closeDue(nowMillis);
  }

  @Override
  public int settle(Consumer<float[]> values) {
    windows = 0;
    core.settle(closed -> settled(closed, values));
    return windows;
  }

  private void settled(ClosedWindow closed, Consumer<float[]> values) {
    windows++;
    for (PooledModality pooled : closed.window().present().values()) {
      values.accept(pooled.layers().valuesAt(0));
    }
  }

  @Override
  public void commit() {
    core.writeChanges((key, value) -> {});
  }
}
