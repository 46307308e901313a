// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;

/** The running pool of one modality in a window, as measurements see it. One thread. */
public final class PoolUnderTest {
  private final LivePool pool = new LivePool(0);

  public void add(Frame frame) {
    pool.add(frame, false);
  }

  public int frames() {
    return pool.frames;
  }
}
