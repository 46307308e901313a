// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/** Why a window closed. */
public enum ClosingReason {
  /** Every modality's watermark passed the window's end. */
  COMPLETE,
  /** The deadline came while a modality was silent. */
  DEADLINE,
  /** The stream began a new epoch. */
  SESSION_END;

  /** The name on the wire, in metrics and in documents. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
