// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.Optional;

/**
 * A record that could not be used, as it stands on the rejected topic.
 *
 * @param timestampMillis Kafka timestamp of the record
 * @param length of its value in bytes, -1 for none
 * @param raw the value; empty where it was too long to keep or absent
 * @param sha256 hash of the value where it was too long to keep
 */
public record Rejected(
    String reason,
    String detail,
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    int length,
    Optional<byte[]> raw,
    Optional<String> sha256) {}
