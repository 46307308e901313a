// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * How an SSFN is fitted.
 *
 * @param patience epochs without a better validation loss before fitting stops
 * @param modalityDropout the probability that a training row loses a modality
 * @param dropout of the pooled vector before the head
 * @param weightDecay decoupled, on matrices
 */
public record FitOptions(
    int epochs,
    int patience,
    int batchSize,
    double learningRate,
    double modalityDropout,
    double dropout,
    double weightDecay,
    long seed) {}
