// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry does not let us in, or has a certificate that we do not trust: nothing to
 * wait for, and no record is to blame. The message names the keys to look at and shows no secret.
 */
public final class RegistryRefusedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  RegistryRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
