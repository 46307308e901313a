// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A repartition node: bytes in, the same bytes out for the sink that spreads them anew, with their
 * {@link Origin} in a header. Nothing is decoded and nothing rejected here. What no sink could send
 * is cut, so that the decode node behind rejects it: a value over the limit to its length and hash,
 * the producer's headers where they are large, a key that is too long to name a stream.
 */
public final class RepartitionProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  /** Headers over this are dropped; no part of Skewline reads them. */
  private static final int MOST_HEADER_BYTES = 64 * 1024;

  /** Too long for a stream id, and short enough to send. */
  private static final int LONGEST_KEY = 16 * 1024;

  private final DecodeSettings settings;
  private ProcessorContext<byte[], byte[]> context;

  public RepartitionProcessor(DecodeSettings settings) {
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Origin origin = Origin.of(record, context.recordMetadata().orElseThrow());
    byte[] value = record.value();
    boolean tooLong = value != null && value.length > settings.maxRecordBytes();
    Headers headers =
        bytes(record.headers()) > MOST_HEADER_BYTES
            ? new RecordHeaders()
            : new RecordHeaders(record.headers());
    (tooLong ? origin.cut(value) : origin).stamp(headers);
    context.forward(
        new Record<>(key(record.key()), tooLong ? null : value, record.timestamp(), headers));
  }

  private static byte @Nullable [] key(byte @Nullable [] key) {
    return key == null || key.length <= LONGEST_KEY ? key : Arrays.copyOf(key, LONGEST_KEY);
  }

  private static long bytes(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }
}
