// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The explicit list of layer pairs that a model fuses.
 *
 * @param name how the plan was chosen: {@code late}, {@code pairwise}, {@code skew-pair(d=…,k=…)}
 *     or {@code explicit}
 */
public record FusionPlan(String name, List<LayerPair> pairs) {
  public FusionPlan {
    pairs = List.copyOf(pairs);
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("a fusion plan holds at least one layer pair");
    }
    if (new TreeSet<>(pairs.stream().map(LayerPair::toString).toList()).size() != pairs.size()) {
      throw new IllegalArgumentException("a layer pair stands twice in " + pairs);
    }
  }

  /** The top layer of each modality with the top layer of each other one. */
  public static FusionPlan late(List<ModalitySpec> modalities) {
    return new FusionPlan("late", overModalityPairs(modalities, 0, 1));
  }

  /**
   * All same-layer pairs, counted from the top where the depths differ: the shallower modality
   * bounds their number.
   */
  public static FusionPlan pairwise(List<ModalitySpec> modalities) {
    return new FusionPlan("pairwise", overModalityPairs(modalities, 0, Integer.MAX_VALUE));
  }

  /**
   * k pairs at skew d: the deeper side uses its top k layers, the other the same layers minus |d|.
   *
   * @param skew d &gt; 0 keeps the first modality deep, d &lt; 0 the second
   */
  public static FusionPlan skewPair(List<ModalitySpec> modalities, int skew, int pairs) {
    if (pairs < 1) {
      throw new IllegalArgumentException("skew-pair needs k ≥ 1: was " + pairs);
    }
    List<LayerPair> plan = overModalityPairs(modalities, skew, pairs);
    int modalityPairs = modalities.size() * (modalities.size() - 1) / 2;
    if (plan.size() < modalityPairs * pairs) {
      throw new IllegalArgumentException(
          "skew d=" + skew + " with k=" + pairs + " pairs does not fit into the layers");
    }
    return new FusionPlan("skew-pair(d=" + skew + ",k=" + pairs + ")", plan);
  }

  private static List<LayerPair> overModalityPairs(List<ModalitySpec> specs, int skew, int most) {
    List<LayerPair> pairs = new ArrayList<>();
    for (int a = 0; a < specs.size(); a++) {
      for (int b = a + 1; b < specs.size(); b++) {
        addPairs(pairs, specs.get(a), specs.get(b), skew, most);
      }
    }
    return pairs;
  }

  private static void addPairs(
      List<LayerPair> to, ModalitySpec a, ModalitySpec b, int skew, int most) {
    int i = a.layers() - Math.max(0, -skew);
    int j = b.layers() - Math.max(0, skew);
    for (int n = 0; n < most && i - n >= 1 && j - n >= 1; n++) {
      to.add(new LayerPair(a.modality(), i - n, b.modality(), j - n));
    }
  }

  /** The layers of one modality that the plan reads: what its frames must carry. */
  public SortedSet<Integer> layers(Modality modality) {
    SortedSet<Integer> layers = new TreeSet<>();
    for (LayerPair pair : pairs) {
      if (pair.first().equals(modality)) {
        layers.add(pair.firstLayer());
      }
      if (pair.second().equals(modality)) {
        layers.add(pair.secondLayer());
      }
    }
    return layers;
  }
}
