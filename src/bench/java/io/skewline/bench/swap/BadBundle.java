// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.fusion.BadBundleException.Reason;

/** Ways in which a publication is bad, and what the processor is to refuse it for. */
public enum BadBundle {
  BIT_FLIPPED(Reason.HASH_MISMATCH),
  PART_MISSING(Reason.TRUNCATED),
  OTHER_MODALITIES(Reason.WRONG_SCHEMA),
  NAN_WEIGHTS(Reason.NON_FINITE);

  private final Reason reason;

  BadBundle(Reason reason) {
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
