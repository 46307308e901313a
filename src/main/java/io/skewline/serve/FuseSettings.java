// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the fuse node must know.
 *
 * @param modalities in the order of the topology file
 * @param required a window that lacks one of these is dropped as unpaired
 * @param batchSize a batch is scored when it holds so many windows
 * @param linger or when its first window has waited so long, wall clock
 * @param certifiedShare of the model's clean score, in (0, 1]: conditions under which it is
 *     certified to keep that are in its range
 * @param noModel what becomes of windows while no model is active
 */
public record FuseSettings(
    List<Modality> modalities,
    Set<Modality> required,
    int batchSize,
    Duration linger,
    double certifiedShare,
    NoModel noModel) {

  /** With the range's default, and without a model windows are dropped. */
  public FuseSettings(
      List<Modality> modalities, Set<Modality> required, int batchSize, Duration linger) {
    this(modalities, required, batchSize, linger, new NoModel.Drop());
  }

  /** With the range's default. */
  public FuseSettings(
      List<Modality> modalities,
      Set<Modality> required,
      int batchSize,
      Duration linger,
      NoModel noModel) {
    this(modalities, required, batchSize, linger, ConditionsWatch.DEFAULT_SHARE, noModel);
  }

  public FuseSettings {
    modalities = List.copyOf(modalities);
    required = Set.copyOf(required);
    if (!modalities.containsAll(required)) {
      throw new IllegalArgumentException(
          "fuse: required " + required + " must be among " + modalities);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("fuse: batchSize must be 1 or more: " + batchSize);
    }
    if (linger.isNegative()) {
      throw new IllegalArgumentException("fuse: linger is negative: " + linger);
    }
  }
}
