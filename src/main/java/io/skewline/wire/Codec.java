// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

/**
 * One kind of record value, in Confluent wire format: magic byte 0, schema id, Avro. Safe for many
 * threads.
 */
public interface Codec<T> {

  byte[] encode(String topic, T value);

  /**
   * @throws WireException if the bytes are not such a value
   * @throws org.apache.kafka.common.errors.RetriableException if the registry cannot be reached
   */
  T decode(String topic, byte[] bytes) throws WireException;
}
