// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.PooledModality;
import java.util.function.UnaryOperator;

/** What one window holds of one modality. One thread. */
sealed interface Pool permits OneFrame, LivePool, ReplayPool {
  /** Estimate of a vector's array header, bytes. */
  int HEADER = 16;

  int frames();

  boolean contains(long sequence);

  /** The highest sequence number in here. */
  long lastSequence();

  /**
   * @param owned whether nobody else will use the frame's vectors, so that they may be written to
   */
  void add(Frame frame, boolean owned);

  /** Whether all it holds is a few frames, at most {@link Origins#MOST}, that can be read again. */
  boolean placed();

  /** The same pool with other frames; a running one has none left. */
  Pool with(UnaryOperator<Frame> frames);

  /** As it stands; the pool goes on. */
  PooledModality snapshot();

  /** The last word: the pool must not be used any more. */
  PooledModality close();

  /** What a frame's vectors take in memory, bytes. */
  static long bytes(Frame frame) {
    long bytes = 64;
    for (int i = 0; i < frame.layers().size(); i++) {
      bytes += HEADER + (long) frame.layers().valuesAt(i).length * Float.BYTES;
    }
    return bytes;
  }
}
