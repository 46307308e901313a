// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;

/** Nearest mode: a frame that waits for an anchor. */
final class WaitingFrame {
  final StreamState stream;
  final int modality;
  final Frame frame;

  /** Wall clock; not kept across restarts, where it starts anew. */
  long deadlineMillis;

  /** As in {@link WindowState}. */
  boolean stored;

  boolean gone;

  WaitingFrame(StreamState stream, int modality, Frame frame) {
    this.stream = stream;
    this.modality = modality;
    this.frame = frame;
  }

  long time() {
    return frame.eventTimeMicros();
  }
}
