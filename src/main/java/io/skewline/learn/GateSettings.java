// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

/**
 * What a challenger must show to be published.
 *
 * @param confidence how sure it must be that its loss is lower, one-sided, below 1
 * @param maxCalibrationDrop what its calibration error may be above the champion's; regression:
 *     what its conformal intervals' coverage may fall shorter of their promise
 * @param maxMissingDrop what its accuracy may be below the champion's, for any subset of the
 *     modalities
 */
public record GateSettings(double confidence, double maxCalibrationDrop, double maxMissingDrop) {
  public static final GateSettings DEFAULT = new GateSettings(0.95, 0.05, 0.05);
}
