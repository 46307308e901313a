// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry cannot be reached or failed: to be tried again, never a rejection. */
public final class RegistryAwayException extends RetriableException {
  private static final long serialVersionUID = 1L;

  RegistryAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
