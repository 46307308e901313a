// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Locale;

/** Why a window got a verdict. */
public enum ClosingReason {
  /** Every modality's watermark passed the window's end. */
  COMPLETE,
  /** The deadline came while a modality was silent. */
  DEADLINE,
  /** No frame of any modality came for {@code align.idle}. */
  IDLE,
  /** The stream began a new epoch, or all of its modalities sent their end-of-stream marker. */
  SESSION_END,
  /** The application was drained. */
  SHUTDOWN,
  /** Not closed yet: an early look, one modality having passed the end. A correction follows. */
  EARLY;

  /** False for an early look, which a later verdict on the same window corrects. */
  public boolean isFinal() {
    return this != EARLY;
  }

  /** The name on the wire, in metrics and in documents. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
