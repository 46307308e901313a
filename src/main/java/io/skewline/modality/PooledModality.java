// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * All frames of one modality in one window, pooled per layer.
 *
 * @param layers the mean of each layer over the frames that carried it; none where the only frames
 *     are such whose vectors are lost
 * @param frames how many frames were pooled, at least 1
 * @param meanEventTimeMicros mean event time of those frames: what offsets between modalities are
 *     measured from
 */
public record PooledModality(LayerStack layers, int frames, long meanEventTimeMicros) {
  public PooledModality {
    if (frames < 1) {
      throw new IllegalArgumentException("a pooled modality holds frames: " + frames);
    }
  }
}
