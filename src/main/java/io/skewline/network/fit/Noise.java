// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import java.util.SplittableRandom;

/** Dropout of inputs and of fused vectors; what remains is scaled up so that sums keep. */
final class Noise {
  /** For validation and for gradient checks. */
  static final Noise NONE = new Noise(0, 0, 0, 1);

  private final float inputRate;
  private final float fusedRate;
  private final SplittableRandom random;
  private final float[] mask;

  /**
   * @param size of the fused vectors of the largest batch, in floats
   */
  Noise(double inputRate, double fusedRate, long seed, int size) {
    this.inputRate = (float) inputRate;
    this.fusedRate = (float) fusedRate;
    random = new SplittableRandom(seed);
    mask = new float[size];
  }

  void thinInputs(float[] values, int n) {
    if (inputRate > 0) {
      for (int i = 0; i < n; i++) {
        values[i] *= draw(inputRate);
      }
    }
  }

  void thinFused(float[] values, int offset, int maskOffset, int n) {
    if (fusedRate > 0) {
      for (int i = 0; i < n; i++) {
        mask[maskOffset + i] = draw(fusedRate);
      }
      thinGradient(values, offset, maskOffset, n);
    }
  }

  /** Repeats what {@link #thinFused} did at the same place. */
  void thinGradient(float[] values, int offset, int maskOffset, int n) {
    if (fusedRate > 0) {
      for (int i = 0; i < n; i++) {
        values[offset + i] *= mask[maskOffset + i];
      }
    }
  }

  private float draw(float rate) {
    return (random.nextInt() >>> 8) * 0x1p-24f < rate ? 0 : 1 / (1 - rate);
  }
}
