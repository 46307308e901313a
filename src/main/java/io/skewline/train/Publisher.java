// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

/** Where a better bundle goes. */
@FunctionalInterface
public interface Publisher {

  /**
   * @throws org.apache.kafka.common.KafkaException if it may work later; it is called again then
   */
  void publish(Round round);
}
