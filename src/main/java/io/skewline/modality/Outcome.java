// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Locale;

/** The one accounted end of a frame. */
public enum Outcome {
  /** A window that held the frame was fused. */
  FUSED,
  /** Same stream, modality, session and sequence as an accepted frame. */
  DUPLICATE,
  /** Its own modality's watermark had passed every window that could hold it. */
  LATE,
  /** Stamped further in the future than {@code align.maxAhead}. */
  AHEAD,
  /** Could not be decoded or breaks the contract of a frame; also on the rejected topic. */
  INVALID,
  /** A bound was reached: frames per window, windows per stream, or streams per task. */
  OVERFLOW,
  /** Its windows closed without a modality that the topology requires. */
  UNPAIRED,
  /** Its windows closed while no model was active. */
  NO_MODEL;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
