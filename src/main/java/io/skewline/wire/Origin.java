// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.fusion.Bundle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where a record came from, as its producer and its rejection know it. A record on a repartition
 * topic carries its origin in a header, {@code topic/partition/offset/timestamp}, with {@code
 * /length/sha256} of its value added where that was too long to be passed on.
 *
 * @param timestampMillis Kafka timestamp of the record there
 * @param cut empty where the record still has its value
 */
record Origin(String topic, int partition, long offset, long timestampMillis, Optional<Cut> cut) {
  static final String HEADER = "skewline.origin";

  /** What is left of a value that was too long to be passed on. */
  record Cut(int length, String sha256) {
    static Cut of(byte[] value) {
      return new Cut(value.length, Bundle.sha256(value));
    }
  }

  /** The record's own place. */
  static Origin of(Record<byte[], byte[]> record, RecordMetadata where) {
    return new Origin(
        where.topic(), where.partition(), where.offset(), record.timestamp(), Optional.empty());
  }

  /** Empty if the headers have none, or none of ours. */
  static Optional<Origin> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    String[] fields = new String(header.value(), StandardCharsets.UTF_8).split("/");
    try {
      Optional<Cut> cut =
          fields.length == 6
              ? Optional.of(new Cut(Integer.parseInt(fields[4]), fields[5]))
              : Optional.empty();
      return fields.length == 4 || fields.length == 6
          ? Optional.of(
              new Origin(
                  fields[0],
                  Integer.parseInt(fields[1]),
                  Long.parseLong(fields[2]),
                  Long.parseLong(fields[3]),
                  cut))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  Origin cut(byte[] value) {
    return new Origin(topic, partition, offset, timestampMillis, Optional.of(Cut.of(value)));
  }

  /** In place of whatever stood under our name. */
  void stamp(Headers headers) {
    String place = topic + "/" + partition + "/" + offset + "/" + timestampMillis;
    String text = cut.map(c -> place + "/" + c.length() + "/" + c.sha256()).orElse(place);
    headers.remove(HEADER).add(HEADER, text.getBytes(StandardCharsets.UTF_8));
  }
}
