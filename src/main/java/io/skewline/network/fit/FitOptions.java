// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

/**
 * How a network is fitted.
 *
 * @param epochs passes over the training part at the most
 * @param modalityDropout the probability that a training window loses some of its modalities
 * @param seed of every random choice: the same seed and examples give the same tensors
 */
public record FitOptions(
    int epochs, int batchSize, double learningRate, double modalityDropout, long seed) {
  public FitOptions {
    if (epochs < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "epochs and batch size must be positive: " + epochs + ", " + batchSize);
    }
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw new IllegalArgumentException("learning rate must be in (0, 1]: " + learningRate);
    }
    if (!(modalityDropout >= 0 && modalityDropout < 1)) {
      throw new IllegalArgumentException("modality dropout must be in [0, 1): " + modalityDropout);
    }
  }
}
