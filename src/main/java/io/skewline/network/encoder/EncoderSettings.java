// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

/**
 * How an encoder is fitted.
 *
 * @param dropout share of each hidden layer's inputs that is forgotten in training, 0..0.9
 * @param maxEpochs the bound; held-out groups choose the number of epochs below it
 * @param patience epochs without a better held-out loss before stopping
 */
public record EncoderSettings(
    double dropout, double learningRate, int batch, int maxEpochs, int patience, long seed) {
  public EncoderSettings {
    if (dropout < 0 || dropout > 0.9) {
      throw new IllegalArgumentException("dropout must be 0..0.9: " + dropout);
    }
    if (!(learningRate > 0) || batch < 1 || maxEpochs < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "learningRate, batch, maxEpochs and patience must be positive");
    }
  }

  public static EncoderSettings of(long seed) {
    return new EncoderSettings(0.2, 1e-3, 64, 30, 5, seed);
  }
}
