// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.util.Optional;

/**
 * One record of an input topic.
 *
 * @param appendMillis when the broker appended it
 * @param event empty where the record cannot be read
 */
record Seen(
    StreamId stream,
    Modality modality,
    int partition,
    long offset,
    long appendMillis,
    Optional<StreamEvent> event) {
  private static final long UNREADABLE = -1;

  /** How the ledger topic names a frame. */
  record Name(StreamId stream, Modality modality, long sequence, long time) {
    static Name of(FrameEnd end, FrameEnd.Ref ref) {
      return new Name(end.stream(), end.modality(), ref.sequence(), ref.eventTimeMicros());
    }
  }

  boolean isMarker() {
    return event.isPresent() && event.get() instanceof EndOfStream;
  }

  boolean isFrame() {
    return event.isPresent() && event.get() instanceof Frame;
  }

  Frame frame() {
    return (Frame) event.orElseThrow();
  }

  String session() {
    StreamEvent read = event.orElseThrow();
    return read instanceof Frame frame ? frame.session() : ((EndOfStream) read).session();
  }

  long time() {
    return event.orElseThrow().eventTimeMicros();
  }

  Name name() {
    return isFrame()
        ? new Name(stream, modality, frame().sequence(), time())
        : new Name(stream, modality, UNREADABLE, appendMillis * 1000);
  }
}
