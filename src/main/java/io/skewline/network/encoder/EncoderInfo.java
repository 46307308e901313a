// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.List;

/**
 * What {@code encoder.json} holds; docs/ENCODERS.md describes it.
 *
 * @param labels class names in the order of the head's outputs; empty for regression
 * @param mean of each feature, taken off before the first layer
 * @param scale each feature is multiplied by this afterwards
 * @param epochs how many the held-out groups asked for
 * @param heldOutScore accuracy (classification) or Pearson correlation (regression) on held-out
 *     groups of the training rows, before the refit on all of them
 */
public record EncoderInfo(
    int format,
    String modality,
    Features features,
    int layers,
    int width,
    List<String> labels,
    float[] mean,
    float[] scale,
    long seed,
    int examples,
    int epochs,
    double heldOutLoss,
    double heldOutScore) {
  static final int FORMAT = 1;

  public EncoderInfo {
    labels = List.copyOf(labels);
    if (format != FORMAT) {
      throw new IllegalArgumentException("format must be " + FORMAT + ": was " + format);
    }
    if (mean.length != features.floats() || scale.length != features.floats()) {
      throw new IllegalArgumentException(
          "standardiser has %d and %d values, features %d"
              .formatted(mean.length, scale.length, features.floats()));
    }
  }
}
