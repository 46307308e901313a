// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.Rejection;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** Rejections; the key is that of the rejected record. */
final class RejectedCodec implements Codec<Rejected> {
  private final AvroFormat<Rejection> format;

  RejectedCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, Rejection.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, Rejected r) {
    return format.encode(
        topic,
        new Rejection(
            r.reason(),
            r.detail(),
            r.topic(),
            r.partition(),
            r.offset(),
            Instant.ofEpochMilli(r.timestampMillis()),
            r.length(),
            r.raw().map(ByteBuffer::wrap).orElse(null),
            r.sha256().orElse(null)));
  }

  @Override
  public Rejected decode(String topic, byte[] key, byte[] value) throws WireException {
    Rejection r = format.decode(value);
    return new Rejected(
        r.getReason(),
        r.getDetail(),
        r.getTopic(),
        r.getPartition(),
        r.getOffset(),
        r.getTimestamp().toEpochMilli(),
        r.getLength(),
        Optional.ofNullable(r.getRaw()).map(RejectedCodec::bytes),
        Optional.ofNullable(r.getSha256()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
