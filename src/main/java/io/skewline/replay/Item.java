// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import java.util.List;

/**
 * A stretch of one stream that is read as one piece: a digit, a clip, an utterance, an event.
 *
 * @param startMicros no frame of the item is earlier; microseconds since the dataset's zero
 * @param frames in order of time within each modality
 * @param labels their times count from the dataset's zero, too
 * @param last no item of the stream follows; false where that is not known
 */
public record Item(
    StreamId stream, long startMicros, List<RawFrame> frames, List<Label> labels, boolean last) {
  public Item {
    frames = List.copyOf(frames);
    labels = List.copyOf(labels);
    for (RawFrame frame : frames) {
      if (frame.offsetMicros() < startMicros) {
        throw new IllegalArgumentException(
            "frame at %d of %s is before its item's start %d"
                .formatted(frame.offsetMicros(), stream, startMicros));
      }
    }
  }

  /** One of a stream that goes on, as far as is known. */
  public Item(StreamId stream, long startMicros, List<RawFrame> frames, List<Label> labels) {
    this(stream, startMicros, frames, labels, false);
  }

  Item asLast() {
    return new Item(stream, startMicros, frames, labels, true);
  }

  Item withFrames(List<RawFrame> others) {
    return new Item(stream, startMicros, others, labels, last);
  }
}
