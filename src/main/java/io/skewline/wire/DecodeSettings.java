// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.ModalitySpec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a decoder holds frames against.
 *
 * @param modalityByTopic whose frames a topic carries
 * @param maxAhead a frame stamped further than this ahead of the wall clock is rejected
 * @param maxRecordBytes a longer record is rejected unread
 * @param rejectedMaxBytes a longer record is rejected as length and SHA-256, not as raw bytes
 */
public record DecodeSettings(
    Map<String, ModalitySpec> modalityByTopic,
    Duration maxAhead,
    int maxRecordBytes,
    int rejectedMaxBytes) {
  /** For replay mode, where no wall clock is read. */
  public static final Duration NEVER_AHEAD = Duration.ofSeconds(Long.MAX_VALUE);

  public DecodeSettings {
    modalityByTopic = Map.copyOf(modalityByTopic);
  }

  /**
   * @throws WireException if the value is longer than allowed
   */
  void checkSize(byte[] value) throws WireException {
    if (value != null && value.length > maxRecordBytes) {
      throw new WireException(
          RejectReason.OVERSIZED,
          value.length + " bytes, outputs.maxRecordBytes is " + maxRecordBytes);
    }
  }

  /** The latest event time that is not ahead; a maxAhead beyond all time switches the check off. */
  long latestMicros(long wallClockMillis) {
    long ahead = TimeUnit.NANOSECONDS.convert(maxAhead) / 1_000;
    return ahead > Long.MAX_VALUE / 1_000 - 1 ? Long.MAX_VALUE : wallClockMillis * 1_000 + ahead;
  }
}
