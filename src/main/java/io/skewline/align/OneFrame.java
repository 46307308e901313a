// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.PooledModality;
import java.util.function.UnaryOperator;

/**
 * The pool of a single frame, which is its own mean. The second one makes a {@link LivePool} of it.
 *
 * @param owned as in {@link Pool#add}
 */
record OneFrame(Frame frame, boolean owned) implements Pool {

  LivePool running(long startMicros) {
    LivePool running = new LivePool(startMicros);
    running.add(frame, owned);
    return running;
  }

  @Override
  public int frames() {
    return 1;
  }

  @Override
  public boolean contains(long sequence) {
    return sequence == frame.sequence();
  }

  @Override
  public long lastSequence() {
    return frame.sequence();
  }

  @Override
  public void add(Frame frame, boolean owned) {
    throw new IllegalStateException("a second frame makes a running pool");
  }

  @Override
  public boolean placed() {
    return frame.placed();
  }

  /** The vectors of a frame that came from elsewhere may be in other windows, too. */
  @Override
  public OneFrame with(UnaryOperator<Frame> frames) {
    Frame other = frames.apply(frame);
    return other == frame ? this : new OneFrame(other, false);
  }

  @Override
  public PooledModality snapshot() {
    return close();
  }

  @Override
  public PooledModality close() {
    return new PooledModality(frame.layers(), 1, frame.eventTimeMicros());
  }
}
