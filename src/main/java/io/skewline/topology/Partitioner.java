// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.Locale;

/** By what the keys of a topic look spread over its partitions. */
public enum Partitioner {
  /** That of Kafka's Java producer: {@code toPositive(murmur2(key)) % partitions}. */
  MURMUR2,
  /** That of librdkafka unless told otherwise: {@code crc32(key) % partitions}, unsigned. */
  CRC32,
  /** By neither. */
  NONE,
  /** Too few keys were seen to tell. */
  UNKNOWN;

  /** The name in metrics, health and documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
