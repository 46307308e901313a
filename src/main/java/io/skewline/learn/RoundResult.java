// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest.Metric;
import java.util.Optional;

/**
 * A fitted model and whether it should serve.
 *
 * @param activeMetric what the active model reached on the same windows (accuracy, or mean absolute
 *     error for regression); empty if there was none to compare with
 * @param better higher accuracy or lower error than the active model; for a first model, than
 *     always saying the commonest class or the median
 * @param reason the comparison in words
 */
public record RoundResult(
    Bundle bundle,
    Evaluation evaluation,
    Optional<Metric> activeMetric,
    boolean better,
    String reason) {}
