// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * How an SSFN is fitted.
 *
 * @param patience epochs without a better validation loss before fitting stops
 * @param modalityDropout the probability that a training row loses a modality
 * @param dropout of the pooled vector before the head
 * @param inputNoise deviation of the noise added to standardised layers: encoders know their
 *     training signals better than those to come, and this keeps the network from relying on it
 * @param weightDecay decoupled, on matrices
 * @param dependency what else is learned besides the task
 */
public record FitOptions(
    int epochs,
    int patience,
    int batchSize,
    double learningRate,
    double modalityDropout,
    double dropout,
    double inputNoise,
    double weightDecay,
    DependencyOptions dependency,
    long seed) {

  /** Without a dependency objective. */
  public FitOptions(
      int epochs,
      int patience,
      int batchSize,
      double learningRate,
      double modalityDropout,
      double dropout,
      double inputNoise,
      double weightDecay,
      long seed) {
    this(
        epochs,
        patience,
        batchSize,
        learningRate,
        modalityDropout,
        dropout,
        inputNoise,
        weightDecay,
        DependencyOptions.NONE,
        seed);
  }
}
