// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Outcome;
import java.util.Locale;

/** Why a record could not be used. */
public enum RejectReason {
  NULL_KEY,
  NULL_VALUE,
  OVERSIZED,
  NOT_AVRO,
  UNKNOWN_SCHEMA,
  WRONG_SCHEMA,
  TRUNCATED,
  WRONG_MODALITY,
  EMPTY_LAYERS,
  WRONG_LAYER,
  WRONG_WIDTH,
  NOT_A_NUMBER,
  INFINITE,
  NEGATIVE_TIME,
  FUTURE_TIME,
  BAD_FIELD;

  /** How a frame ends that is rejected for this. */
  public Outcome outcome() {
    return this == FUTURE_TIME ? Outcome.AHEAD : Outcome.INVALID;
  }

  /** The name on the wire and in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
