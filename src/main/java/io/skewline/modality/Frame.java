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
 * @param offset of its record on its modality's topic, or {@link #NOWHERE}: then it is not to be
 *     read again
 */
public record Frame(
    StreamId stream,
    Modality modality,
    long eventTimeMicros,
    long sequence,
    String session,
    long durationMicros,
    LayerStack layers,
    long offset)
    implements StreamEvent {
  public static final long NOWHERE = -1;

  public Frame {
    if (eventTimeMicros < 0) {
      throw new IllegalArgumentException("eventTime is negative: " + eventTimeMicros);
    }
    if (durationMicros < 0) {
      throw new IllegalArgumentException("duration is negative: " + durationMicros);
    }
  }

  /** One that lies nowhere. */
  public Frame(
      StreamId stream,
      Modality modality,
      long eventTimeMicros,
      long sequence,
      String session,
      long durationMicros,
      LayerStack layers) {
    this(stream, modality, eventTimeMicros, sequence, session, durationMicros, layers, NOWHERE);
  }

  /** Whether its topic still has it, so that its offset stands for its vectors. */
  public boolean placed() {
    return offset != NOWHERE;
  }

  public Frame at(long place) {
    return new Frame(
        stream, modality, eventTimeMicros, sequence, session, durationMicros, layers, place);
  }

  public Frame with(LayerStack vectors) {
    return new Frame(
        stream, modality, eventTimeMicros, sequence, session, durationMicros, vectors, offset);
  }
}
