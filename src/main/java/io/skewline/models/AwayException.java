// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import org.apache.kafka.common.errors.RetriableException;

/** What holds the bundles does not answer now: to be asked again, as for a broker. */
public final class AwayException extends RetriableException {
  private static final long serialVersionUID = 1;

  AwayException(String message) {
    super(message);
  }

  AwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
