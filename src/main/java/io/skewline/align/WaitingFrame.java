// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import org.jspecify.annotations.Nullable;

/** Nearest mode: a frame that waits for an anchor. One thread. */
final class WaitingFrame extends Changed.Item {
  final StreamState stream;
  final int modality;
  final long time;
  final long sequence;

  /** As {@link Pool#bytes} of its frame, whose vectors have left the cache when this is asked. */
  long bytes;

  /** Wall clock; not kept across restarts, where it starts anew. */
  long deadlineMillis;

  /** Whether the changelog has an entry of it; without, it may be in that of its stream. */
  boolean stored;

  private @Nullable Frame frame;

  WaitingFrame(StreamState stream, int modality, Frame frame) {
    this.stream = stream;
    this.modality = modality;
    this.time = frame.eventTimeMicros();
    this.sequence = frame.sequence();
    becomes(frame);
  }

  /** Only while it waits. */
  Frame frame() {
    if (frame == null) {
      throw new IllegalStateException("the frame waits no more");
    }
    return frame;
  }

  /** Whether it goes into its stream's entry. */
  boolean inline() {
    return !stored && frame().placed();
  }

  /** The same frame, now with its vectors. */
  final void becomes(Frame whole) {
    frame = whole;
    bytes = Pool.bytes(whole);
  }

  boolean waits() {
    return frame != null;
  }

  /** It waits no more, though it may be among what has just fallen due. */
  void release() {
    frame = null;
  }
}
