// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.List;
import java.util.Optional;

/**
 * Frames of one modality of one stream that came to the same end together.
 *
 * @param window the window whose verdict decided; empty where none did
 * @param reason the label of a {@link EndReason} or {@link ClosingReason}, or why a record was
 *     rejected
 */
public record FrameEnd(
    StreamId stream,
    Modality modality,
    Outcome outcome,
    Optional<WindowId> window,
    String reason,
    List<Ref> frames) {
  public FrameEnd {
    frames = List.copyOf(frames);
  }

  /** Which frame: its sequence number and event time, microseconds. */
  public record Ref(long sequence, long eventTimeMicros) {}
}
