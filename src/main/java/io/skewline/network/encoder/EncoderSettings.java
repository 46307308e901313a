// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

/**
 * How an encoder is fitted.
 *
 * @param dropout share of a hidden layer's inputs that is forgotten in training, 0..0.9
 * @param dropoutLayers how many layers, from the first, forget
 * @param identity hidden layers above the first start as the identity with a tenth of the usual
 *     noise, so that a deep stack starts as good as a shallow one: few examples of a sparse input
 *     do not teach twelve layers to pass it on
 * @param maxEpochs the bound; held-out groups choose the number of epochs below it
 * @param patience epochs without a better held-out loss before stopping
 */
public record EncoderSettings(
    double dropout,
    int dropoutLayers,
    boolean identity,
    double learningRate,
    int batch,
    int maxEpochs,
    int patience,
    long seed) {
  public EncoderSettings {
    if (dropout < 0 || dropout > 0.9) {
      throw new IllegalArgumentException("dropout must be 0..0.9: " + dropout);
    }
    if (dropoutLayers < 0) {
      throw new IllegalArgumentException("dropoutLayers must not be negative: " + dropoutLayers);
    }
    if (!(learningRate > 0) || batch < 1 || maxEpochs < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "learningRate, batch, maxEpochs and patience must be positive");
    }
  }

  public static EncoderSettings of(Features features, long seed) {
    return features.sparse()
        ? new EncoderSettings(0.2, 2, true, 2e-4, 64, 30, 5, seed)
        : new EncoderSettings(0.2, Integer.MAX_VALUE, false, 1e-3, 64, 30, 5, seed);
  }
}
