// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.fusion.Bundle;
import io.skewline.ledger.Meters;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** Makes the record for the rejected topic. Safe for many threads. */
final class Rejections {
  private static final int LONGEST_DETAIL = 500;

  private final Codec<Rejected> codec;
  private final String topic;
  private final int rejectedMaxBytes;
  private final Meters meters;

  /**
   * @param topic the rejected topic
   * @param rejectedMaxBytes a longer value is kept as length and hash
   */
  Rejections(Codec<Rejected> codec, String topic, int rejectedMaxBytes, Meters meters) {
    this.codec = codec;
    this.topic = topic;
    this.rejectedMaxBytes = rejectedMaxBytes;
    this.meters = meters;
  }

  Record<byte[], byte[]> reject(Record<byte[], byte[]> record, Origin origin, WireException why) {
    meters.rejected(why.reason().label());
    byte[] value = record.value();
    boolean kept = value != null && value.length <= rejectedMaxBytes;
    Rejected rejected =
        new Rejected(
            why.reason().label(),
            shortened(String.valueOf(why.getMessage())),
            origin.topic(),
            origin.partition(),
            origin.offset(),
            origin.timestampMillis(),
            origin.cut().map(Origin.Cut::length).orElse(value == null ? -1 : value.length),
            kept ? Optional.of(value) : Optional.empty(),
            value == null || kept
                ? origin.cut().map(Origin.Cut::sha256)
                : Optional.of(Bundle.sha256(value)));
    byte[] key = record.key();
    // A key of any size could make the output too large to send, which would stop the task.
    byte[] shortKey = key != null && key.length > rejectedMaxBytes ? null : key;
    return new Record<>(shortKey, codec.encode(topic, rejected), record.timestamp());
  }

  /** A detail may quote what the record says of itself, at any length. */
  private static String shortened(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + " …";
  }
}
