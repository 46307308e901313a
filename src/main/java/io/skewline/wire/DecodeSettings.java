// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.ModalitySpec;
import java.time.Duration;
import java.util.Map;

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
  public DecodeSettings {
    modalityByTopic = Map.copyOf(modalityByTopic);
  }
}
