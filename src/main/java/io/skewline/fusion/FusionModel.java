// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loaded, warm model. Immutable: safe for concurrent calls from several stream threads. A score
 * never depends on which other windows share its batch.
 */
public interface FusionModel extends AutoCloseable {
  BundleManifest manifest();

  /** SHA-256 of the bundle, 64 hex digits. */
  String hash();

  /** What computes it, by the names of the topology file's {@code fusion.engine}. */
  Set<String> engines();

  /**
   * Scores windows that hold at least one modality of the model. A modality whose window lacks a
   * layer of the plan counts as missing for the pairs that need it.
   *
   * @return one score per window, in order
   */
  List<FusionScore> score(List<AlignedWindow> windows);

  /**
   * Per modality of which the window has all that the model reads: the mean square of those inputs
   * once standardised, about 1 on windows like the ones it learned from. Empty where a model does
   * not tell.
   */
  default Map<Modality, Double> inputPower(AlignedWindow window) {
    return Map.of();
  }

  /** Frees native memory; no call may be under way or follow. */
  @Override
  void close();
}
