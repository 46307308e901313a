// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

/**
 * What a model says of one window, before it is put beside the window's own facts.
 *
 * @param scores one probability per label in the bundle's order (classification); the value alone
 *     (regression)
 * @param best index of the best label; 0 for regression
 * @param confidence classification: the calibrated probability of {@code best}; regression: the
 *     coverage of the interval low..high
 * @param low lower end of the conformal interval (regression), else NaN
 * @param high upper end, likewise
 * @param agreement how well the modalities belong together: the share of mismatched windows that
 *     fit worse, 0..1; NaN where a modality is missing or the model has no statistic network
 */
public record FusionScore(
    float[] scores, int best, double confidence, double low, double high, double agreement) {

  /** Without an agreement. */
  public FusionScore(float[] scores, int best, double confidence, double low, double high) {
    this(scores, best, confidence, low, high, Double.NaN);
  }
}
