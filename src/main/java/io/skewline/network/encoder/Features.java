// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Random;

/** From a signal to the fixed-size input of an encoder. Immutable, safe for many threads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MelFeatures.class, name = "mel"),
  @JsonSubTypes.Type(value = PixelFeatures.class, name = "pixels"),
  @JsonSubTypes.Type(value = TextFeatures.class, name = "text"),
  @JsonSubTypes.Type(value = RowFeatures.class, name = "row")
})
public sealed interface Features permits MelFeatures, PixelFeatures, TextFeatures, RowFeatures {

  /** Floats per signal. */
  int floats();

  /**
   * @throws IllegalArgumentException if the signal is of another kind or size
   */
  float[] of(Signal signal);

  /**
   * Whether most floats of a signal are 0 and the others are of one kind, as counts of words are.
   */
  default boolean sparse() {
    return false;
  }

  /** A slightly changed copy of features of this kind, so that fitting does not learn by heart. */
  float[] augment(float[] features, Random random);

  /** The error of every kind that is handed a signal of another. */
  static IllegalArgumentException mismatch(String wanted, Signal got) {
    return new IllegalArgumentException(
        "these features are computed from "
            + wanted
            + ", not from "
            + got.getClass().getSimpleName());
  }
}
