// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

/** Bytes that cannot become a value, and why. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;
  private final RejectReason reason;

  public WireException(RejectReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public RejectReason reason() {
    return reason;
  }
}
