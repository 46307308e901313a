// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import java.util.Optional;

/**
 * One layer of one modality that a plan reads.
 *
 * @param modalityIndex position of the modality in the topology file, from 0
 * @param width floats of the layer
 */
public record Source(Modality modality, int modalityIndex, int layer, int width) {

  /** The layer's vector; empty if the window lacks the modality or the layer. */
  public Optional<float[]> in(AlignedWindow window) {
    PooledModality pooled = window.present().get(modality);
    if (pooled == null || !pooled.layers().has(layer)) {
      return Optional.empty();
    }
    return Optional.of(checked(pooled.layers()));
  }

  private float[] checked(LayerStack layers) {
    float[] vector = layers.layer(layer);
    if (vector.length != width) {
      throw new IllegalArgumentException(
          this + " must hold " + width + " values: holds " + vector.length);
    }
    return vector;
  }

  /** e.g. {@code audio.4}: the middle of its tensors' names. */
  @Override
  public String toString() {
    return modality + "." + layer;
  }
}
