// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

/**
 * One kind of record, its value in Confluent wire format: magic byte 0, schema id, Avro. Safe for
 * many threads.
 */
public interface Codec<T> {

  /** The record value. */
  byte[] encode(String topic, T value);

  /**
   * @param key the record key, which for most kinds is the stream id
   * @throws WireException if the record is not such a value
   * @throws RegistryAwayException if the registry cannot be reached
   */
  T decode(String topic, byte[] key, byte[] value) throws WireException;
}
