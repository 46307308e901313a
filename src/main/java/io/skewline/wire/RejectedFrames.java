// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** How a rejected frame stands on the ledger topic. */
final class RejectedFrames {
  /** Of a record that could not be read. */
  private static final long NO_SEQUENCE = -1;

  private RejectedFrames() {}

  /**
   * @param read what could be read of it
   * @return empty where the key names no stream: nobody could ask for it
   */
  static Optional<FrameEnd> end(
      Record<byte[], byte[]> record,
      Modality modality,
      @Nullable StreamEvent read,
      RejectReason reason) {
    return stream(record.key())
        .map(
            stream ->
                new FrameEnd(
                    stream,
                    modality,
                    reason.outcome(),
                    Optional.empty(),
                    reason.label(),
                    List.of(ref(read, record.timestamp()))));
  }

  private static Optional<StreamId> stream(byte[] key) {
    try {
      return Optional.of(Keys.stream(key));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /** What could not be read has no time of its own; it was there when it was appended. */
  private static FrameEnd.Ref ref(@Nullable StreamEvent read, long appendMillis) {
    return read instanceof Frame frame
        ? new FrameEnd.Ref(frame.sequence(), frame.eventTimeMicros())
        : new FrameEnd.Ref(NO_SEQUENCE, appendMillis * 1_000);
  }
}
