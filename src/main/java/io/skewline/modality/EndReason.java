// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Locale;
import java.util.Optional;

/** Why a frame ended without a verdict of its own. */
public enum EndReason {
  /** Its modality's watermark had passed every window that could hold it. */
  BEHIND_WATERMARK(Outcome.LATE),
  /** A deadline had closed its windows before. */
  CLOSED_EARLY(Outcome.LATE),
  /** It belongs to a session that its stream has left. */
  OLD_SESSION(Outcome.LATE),
  /** It came after its modality's end-of-stream marker. */
  AFTER_END(Outcome.LATE),
  /** Its windows were closed before the stream was evicted. */
  EVICTED(Outcome.LATE),
  /** Same stream, modality, session and sequence as an accepted frame. */
  SAME_SEQUENCE(Outcome.DUPLICATE),
  /** {@code align.limits.framesPerWindow}. */
  FRAMES_PER_WINDOW(Outcome.OVERFLOW),
  /** {@code align.limits.windowsPerStream}. */
  WINDOWS_PER_STREAM(Outcome.OVERFLOW),
  /** {@code align.limits.streamsPerTask}. */
  STREAMS_PER_TASK(Outcome.OVERFLOW),
  /** {@code align.limits.bytesPerTask}. */
  BYTES_PER_TASK(Outcome.OVERFLOW),
  /** No anchor frame took it ({@code nearest}). */
  NO_ANCHOR(Outcome.UNPAIRED);

  private final Outcome outcome;
  private final Optional<EndReason> found = Optional.of(this);

  EndReason(Outcome outcome) {
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** This reason as an answer; made once, for every late frame asks. */
  public Optional<EndReason> found() {
    return found;
  }

  /** The name on the wire and in documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
