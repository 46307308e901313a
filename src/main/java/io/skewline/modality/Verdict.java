// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Locale;

/** What became of a window; every window that accepted a frame gets exactly one final verdict. */
public enum Verdict {
  FUSED(Outcome.FUSED),
  /** Fused, with at least one modality of the topology missing. */
  FUSED_MISSING(Outcome.FUSED),
  /** A required modality was missing. */
  DROPPED_UNPAIRED(Outcome.UNPAIRED),
  /** No model was active. */
  DROPPED_NO_MODEL(Outcome.NO_MODEL);

  private final Outcome outcome;

  Verdict(Outcome outcome) {
    this.outcome = outcome;
  }

  /** The outcome of the frames for which this verdict is the last word. */
  public Outcome outcome() {
    return outcome;
  }

  public boolean fused() {
    return outcome == Outcome.FUSED;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
