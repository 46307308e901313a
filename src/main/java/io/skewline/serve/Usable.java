// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.FusionPlan;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which modalities of a window there is something to fuse of. To a model one that lacks a layer of
 * its plan is missing, as if it had been silent.
 */
final class Usable {
  private final Map<Modality, Set<Integer>> layers = new HashMap<>();

  /** Whatever has come. */
  static Usable withoutModel() {
    return new Usable();
  }

  static Usable by(FusionPlan plan, Collection<Modality> modalities) {
    Usable usable = new Usable();
    modalities.forEach(modality -> usable.layers.put(modality, plan.layers(modality)));
    return usable;
  }

  boolean has(AlignedWindow window, Modality modality) {
    if (!window.has(modality)) {
      return false;
    }
    LayerStack stack = window.present().get(modality).layers();
    for (int layer : layers.getOrDefault(modality, Set.of())) {
      if (!stack.has(layer)) {
        return false;
      }
    }
    return true;
  }

  List<Modality> of(AlignedWindow window, List<Modality> modalities) {
    return modalities.stream().filter(modality -> has(window, modality)).toList();
  }
}
