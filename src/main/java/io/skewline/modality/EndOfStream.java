// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * The marker that one modality of a stream has ended: no frame of this session follows, so its
 * watermark passes everything. It is no frame: the ledger does not count it.
 *
 * @param session the session that ends; empty if the producer names none
 */
public record EndOfStream(StreamId stream, Modality modality, long eventTimeMicros, String session)
    implements StreamEvent {
  public EndOfStream {
    if (eventTimeMicros < 0) {
      throw new IllegalArgumentException("eventTime is negative: " + eventTimeMicros);
    }
  }
}
