// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

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

  /** The name on the wire and in metrics. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
