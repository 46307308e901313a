// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The layers that frames are to carry. A modality that is not in it carries all of its layers.
 * Immutable.
 *
 * @param byModality layer indices from 1, one at least
 */
public record FrameLayers(SortedMap<Modality, SortedSet<Integer>> byModality) {
  /** Full stacks. */
  public static final FrameLayers ALL = new FrameLayers(new TreeMap<>());

  public FrameLayers {
    SortedMap<Modality, SortedSet<Integer>> copy = new TreeMap<>();
    byModality.forEach((modality, layers) -> copy.put(modality, checked(modality, layers)));
    byModality = Collections.unmodifiableSortedMap(copy);
  }

  private static SortedSet<Integer> checked(Modality modality, SortedSet<Integer> layers) {
    if (layers.isEmpty() || layers.first() < 1) {
      throw new IllegalArgumentException(
          "frames of " + modality + " carry one layer or more, counted from 1: was " + layers);
    }
    return Collections.unmodifiableSortedSet(new TreeSet<>(layers));
  }

  public static FrameLayers of(Map<Modality, ? extends Collection<Integer>> layers) {
    SortedMap<Modality, SortedSet<Integer>> sorted = new TreeMap<>();
    layers.forEach((modality, some) -> sorted.put(modality, new TreeSet<>(some)));
    return new FrameLayers(sorted);
  }

  /**
   * What the plan reads. Frames of a modality that it does not read carry their shallowest layer:
   * without any frame its windows would wait for their deadline, and a frame has one layer at
   * least.
   */
  public static FrameLayers of(FusionPlan plan, List<ModalitySpec> modalities) {
    SortedMap<Modality, SortedSet<Integer>> layers = new TreeMap<>();
    for (ModalitySpec spec : modalities) {
      SortedSet<Integer> read = plan.layers(spec.modality());
      layers.put(spec.modality(), read.isEmpty() ? new TreeSet<>(List.of(1)) : read);
    }
    return new FrameLayers(layers);
  }

  @Override
  public String toString() {
    return byModality.isEmpty() ? "all layers" : "layers " + byModality;
  }

  /** What both need. */
  public FrameLayers plus(FrameLayers other) {
    SortedMap<Modality, SortedSet<Integer>> both = new TreeMap<>();
    byModality.forEach(
        (modality, layers) -> {
          if (other.byModality.containsKey(modality)) {
            SortedSet<Integer> union = new TreeSet<>(layers);
            union.addAll(other.byModality.get(modality));
            both.put(modality, union);
          }
        });
    return new FrameLayers(both);
  }

  /**
   * The part of a stack that a frame carries; the whole stack if it holds none of these layers,
   * because it comes from another encoder than the plan is for.
   */
  public LayerStack of(Modality modality, LayerStack stack) {
    SortedSet<Integer> wanted = byModality.get(modality);
    int[] indices =
        wanted == null
            ? new int[0]
            : wanted.stream().mapToInt(Integer::intValue).filter(stack::has).toArray();
    if (indices.length == 0 || indices.length == stack.size()) {
      return stack;
    }
    float[][] values = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      values[i] = stack.layer(indices[i]);
    }
    return LayerStack.of(indices, values);
  }
}
