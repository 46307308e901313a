// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a round measured, on windows that nothing was fitted on or chosen by. Every score is a 95 %
 * interval beside its value; higher is better unless the name ends in {@code .mae}.
 *
 * @param metrics classification: accuracy; regression: accuracy of the sign, over windows whose
 *     true value is not 0. {@code fused}, {@code linear}, {@code majority}, the name of each
 *     modality for a model trained on it alone, {@code subset.a+b} for the fused model when only
 *     those modalities are present; and, for regression, each with {@code .mae}
 * @param trained windows fitted on
 * @param validated windows that stopped, chose and calibrated
 * @param reported windows that the metrics were measured on
 */
public record Evaluation(Map<String, Metric> metrics, int trained, int validated, int reported) {
  public Evaluation {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }
}
