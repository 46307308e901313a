// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * One record of one modality. Whoever gives a frame to align gives its vectors away: a running pool
 * goes on in them, without a copy.
 *
 * @param eventTimeMicros microseconds since the Unix epoch, UTC
 * @param sequence increasing per stream, modality and session
 * @param session changes when a producer restarts its clock; empty if the producer names none
 * @param durationMicros how long the frame lasts from its event time; 0 for an instant
 */
public record Frame(
    StreamId stream,
    Modality modality,
    long eventTimeMicros,
    long sequence,
    String session,
    long durationMicros,
    LayerStack layers)
    implements StreamEvent {
  public Frame {
    if (eventTimeMicros < 0) {
      throw new IllegalArgumentException("eventTime is negative: " + eventTimeMicros);
    }
    if (durationMicros < 0) {
      throw new IllegalArgumentException("duration is negative: " + durationMicros);
    }
  }
}
