// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.ModalitySpec;
import java.util.List;
import java.util.Map;

/**
 * What a bundle says of itself. No wall-clock time in here: the same training gives the same hash.
 *
 * @param version increasing number of the model on its topic
 * @param parentHash the hash of the bundle that it was measured against; empty for the first
 * @param modalities in the order of the topology file
 * @param block how layer vectors become one, by its name in the topology file
 * @param width P, the width that layer vectors are projected to
 * @param combine how the outputs of the pairs become one, likewise
 * @param objective the dependency objective that it was trained with, likewise
 * @param metrics named scores of the evaluation that the bundle passed
 * @param certificate what worse conditions do to it
 */
public record BundleManifest(
    long version,
    String parentHash,
    Task task,
    List<ModalitySpec> modalities,
    FusionPlan plan,
    String block,
    int width,
    String combine,
    String objective,
    Map<String, Metric> metrics,
    Certificate certificate) {
  public BundleManifest {
    modalities = List.copyOf(modalities);
    metrics = Map.copyOf(metrics);
  }

  /** Without a certificate. */
  public BundleManifest(
      long version,
      String parentHash,
      Task task,
      List<ModalitySpec> modalities,
      FusionPlan plan,
      String block,
      int width,
      String combine,
      String objective,
      Map<String, Metric> metrics) {
    this(
        version,
        parentHash,
        task,
        modalities,
        plan,
        block,
        width,
        combine,
        objective,
        metrics,
        Certificate.NONE);
  }

  public BundleManifest with(Certificate other) {
    return new BundleManifest(
        version,
        parentHash,
        task,
        modalities,
        plan,
        block,
        width,
        combine,
        objective,
        metrics,
        other);
  }

  /** A score with its 95 % interval over n windows. */
  public record Metric(double value, double low, double high, long n) {}
}
