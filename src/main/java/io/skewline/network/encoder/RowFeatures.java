// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.Random;

/**
 * Vectors that come ready-made, taken as they are.
 *
 * @param width floats per row
 */
public record RowFeatures(int width) implements Features {
  public RowFeatures {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1: " + width);
    }
  }

  @Override
  public int floats() {
    return width;
  }

  @Override
  public float[] of(Signal signal) {
    if (!(signal instanceof Signal.Row row)) {
      throw Features.mismatch("a row", signal);
    }
    if (row.values().length != width) {
      throw new IllegalArgumentException(
          "row has " + row.values().length + " floats, the encoder wants " + width);
    }
    return row.values();
  }

  /** Forgets a tenth of the values. */
  @Override
  public float[] augment(float[] features, Random random) {
    float[] out = features.clone();
    for (int i = 0; i < out.length; i++) {
      if (random.nextInt(10) == 0) {
        out[i] = 0;
      }
    }
    return out;
  }
}
