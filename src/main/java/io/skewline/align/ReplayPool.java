// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.PooledModality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The pool of replay mode: the frames themselves, summed when the window closes in an order that
 * they alone determine, so that the mean is the same to the bit however they arrived. In live mode,
 * what a restart reads again, until all of it is there.
 */
final class ReplayPool implements Pool {
  private static final Comparator<Frame> ORDER =
      Comparator.comparingLong(Frame::eventTimeMicros)
          .thenComparingLong(Frame::sequence)
          .thenComparing(Frame::session);

  final long startMicros;
  final List<Frame> kept = new ArrayList<>();
  private final Sequences sequences = new Sequences();

  ReplayPool(long startMicros) {
    this.startMicros = startMicros;
  }

  LivePool running() {
    LivePool running = new LivePool(startMicros);
    kept.forEach(frame -> running.add(frame, false));
    return running;
  }

  @Override
  public int frames() {
    return kept.size();
  }

  @Override
  public boolean contains(long sequence) {
    return sequences.contains(sequence);
  }

  @Override
  public long lastSequence() {
    return sequences.last();
  }

  @Override
  public void add(Frame frame, boolean owned) {
    kept.add(frame);
    sequences.add(frame.sequence());
  }

  @Override
  public boolean placed() {
    return kept.size() <= Origins.MOST && kept.stream().allMatch(Frame::placed);
  }

  @Override
  public ReplayPool with(UnaryOperator<Frame> frames) {
    kept.replaceAll(frames);
    return this;
  }

  @Override
  public PooledModality snapshot() {
    kept.sort(ORDER);
    return running().close();
  }

  @Override
  public PooledModality close() {
    return snapshot();
  }
}
