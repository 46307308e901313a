// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.Modality;

/** Layer i of modality A with layer j of modality B, A being the first in the topology file. */
public record LayerPair(Modality first, int firstLayer, Modality second, int secondLayer) {
  public LayerPair {
    if (first.equals(second)) {
      throw new IllegalArgumentException("a layer pair joins two modalities: " + first);
    }
    if (firstLayer < 1 || secondLayer < 1) {
      throw new IllegalArgumentException("layers count from 1: " + firstLayer + ", " + secondLayer);
    }
  }

  /** d = i − j. */
  public int skew() {
    return firstLayer - secondLayer;
  }

  /** e.g. {@code audio:4+video:3}; the form of the topology file. */
  @Override
  public String toString() {
    return first + ":" + firstLayer + "+" + second + ":" + secondLayer;
  }
}
