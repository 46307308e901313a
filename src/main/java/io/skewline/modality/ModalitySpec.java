// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * What a model and a decoder must know of one modality.
 *
 * @param modality whose frames these are
 * @param layers the number of encoder layers L; a frame's layer indices lie in 1..L
 * @param width the number of floats of every layer
 */
public record ModalitySpec(Modality modality, int layers, int width) {
  public ModalitySpec {
    if (layers < 1 || layers > 256) {
      throw new IllegalArgumentException("layers of " + modality + " must be 1..256: " + layers);
    }
    if (width < 1 || width > 65_536) {
      throw new IllegalArgumentException("width of " + modality + " must be 1..65536: " + width);
    }
  }
}
