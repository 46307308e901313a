// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import java.util.Map;

/**
 * Scores on the reported windows, each with its interval.
 *
 * @param metrics {@code fused}, {@code linear} and each modality's name: accuracy (regression: of
 *     the sign) over windows with all modalities; {@code subset.a+b}: the fused model with all
 *     other modalities masked. The other {@link io.skewline.learn.measure.Measure}s of each are
 *     appended by their labels, e.g. {@code fused.auc}, {@code linear.mae}; to subsets only {@code
 *     .ece} and {@code .coverage}: whether confidence holds for that subset.
 */
public record Evaluation(Map<String, Metric> metrics) {
  public static final String FUSED = "fused";
  public static final String LINEAR = "linear";
  public static final String SUBSET = "subset.";

  /** Mean log loss (regression: mean absolute error) of the fused model. */
  public static final String LOSS = "loss";

  public Evaluation {
    metrics = Map.copyOf(metrics);
  }

  public Metric fused() {
    return metrics.get(FUSED);
  }
}
