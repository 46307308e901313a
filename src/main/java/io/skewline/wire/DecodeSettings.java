// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.ModalitySpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What a decoder holds frames against.
 *
 * @param modalityByTopic whose frames a topic carries
 * @param repartitioned those of the topics that we write ourselves: their records carry their
 *     origin
 * @param maxAhead a frame stamped further than this ahead of the wall clock is rejected
 * @param maxRecordBytes a longer record is rejected unread
 * @param rejectedMaxBytes a longer record is rejected as length and SHA-256, not as raw bytes
 */
public record DecodeSettings(
    Map<String, ModalitySpec> modalityByTopic,
    Set<String> repartitioned,
    Duration maxAhead,
    int maxRecordBytes,
    int rejectedMaxBytes) {
  static final long END_OF_TIME = Long.MAX_VALUE / 2;

  /** For replay mode, where no wall clock is read. */
  public static final Duration NEVER_AHEAD = Duration.ofSeconds(Long.MAX_VALUE);

  public DecodeSettings {
    modalityByTopic = Map.copyOf(modalityByTopic);
    repartitioned = Set.copyOf(repartitioned);
  }

  /** Every topic is a producer's own. */
  public DecodeSettings(
      Map<String, ModalitySpec> modalityByTopic,
      Duration maxAhead,
      int maxRecordBytes,
      int rejectedMaxBytes) {
    this(modalityByTopic, Set.of(), maxAhead, maxRecordBytes, rejectedMaxBytes);
  }

  /** The same limits on other topics. */
  public DecodeSettings on(Map<String, ModalitySpec> topics, Set<String> ours) {
    return new DecodeSettings(topics, ours, maxAhead, maxRecordBytes, rejectedMaxBytes);
  }

  /** The place that a rejection names: on a topic of ours not the record's own, but its origin. */
  Origin origin(Record<byte[], byte[]> record, RecordMetadata where) {
    Origin own = Origin.of(record, where);
    return repartitioned.contains(where.topic()) ? Origin.of(record.headers()).orElse(own) : own;
  }

  /**
   * @throws WireException if the value is longer than allowed
   */
  void checkSize(byte[] value) throws WireException {
    if (value != null && value.length > maxRecordBytes) {
      throw oversized(value.length);
    }
  }

  /**
   * @throws WireException if the value is longer than allowed, or was cut on its way to a topic of
   *     ours for being so
   */
  void checkSize(Record<byte[], byte[]> record, RecordMetadata where) throws WireException {
    checkSize(record.value());
    if (record.value() == null) {
      Optional<Origin.Cut> cut = origin(record, where).cut();
      if (cut.isPresent()) {
        throw oversized(cut.get().length());
      }
    }
  }

  private WireException oversized(int length) {
    return new WireException(
        RejectReason.OVERSIZED, length + " bytes, outputs.maxRecordBytes is " + maxRecordBytes);
  }

  /**
   * The latest event time that is not ahead. Where no maxAhead says so, it is the end of the age in
   * which windows can be reckoned with: a window that ends later than the greatest number never
   * would.
   */
  long latestMicros(long wallClockMillis) {
    long ahead = TimeUnit.NANOSECONDS.convert(maxAhead) / 1_000;
    return ahead > Long.MAX_VALUE / 1_000 - 1 ? END_OF_TIME : wallClockMillis * 1_000 + ahead;
  }
}
