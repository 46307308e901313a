// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.fusion;

import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /**
   * From which end layers are counted where the modalities' depths differ, and at which end the
   * pairs of a skew-pair plan lie. The sources count from the top for unlike modalities (audio and
   * video, text and audio, image and text) and from the bottom for text with text.
   */
  public enum Anchor {
    TOP,
    BOTTOM;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Anchor of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** The top layer of each modality with the top layer of each other one. */
  public static FusionPlan late(List<ModalitySpec> modalities) {
    return new FusionPlan("late", overModalityPairs(modalities, 0, 1, Anchor.TOP));
  }

  /** All same-layer pairs, counted from the top. */
  public static FusionPlan pairwise(List<ModalitySpec> modalities) {
    return pairwise(modalities, Anchor.TOP);
  }

  /** All same-layer pairs: the shallower modality bounds their number. */
  public static FusionPlan pairwise(List<ModalitySpec> modalities, Anchor anchor) {
    return new FusionPlan(
        anchored("pairwise", anchor), overModalityPairs(modalities, 0, Integer.MAX_VALUE, anchor));
  }

  /** The same, from the top. */
  public static FusionPlan skewPair(List<ModalitySpec> modalities, int skew, int pairs) {
    return skewPair(modalities, skew, pairs, Anchor.TOP);
  }

  /**
   * k pairs at skew d. From the top the deeper side uses its top k layers, the other the same
   * layers minus |d|; from the bottom the shallower side uses its lowest k layers, the other the
   * same plus |d|.
   *
   * @param skew d &gt; 0 keeps the first modality deep, d &lt; 0 the second
   */
  public static FusionPlan skewPair(
      List<ModalitySpec> modalities, int skew, int pairs, Anchor anchor) {
    if (pairs < 1) {
      throw new IllegalArgumentException("skew-pair needs k ≥ 1: was " + pairs);
    }
    List<LayerPair> plan = overModalityPairs(modalities, skew, pairs, anchor);
    int modalityPairs = modalities.size() * (modalities.size() - 1) / 2;
    if (plan.size() < modalityPairs * pairs) {
      throw new IllegalArgumentException(
          "skew d=" + skew + " with k=" + pairs + " pairs does not fit into the layers");
    }
    return new FusionPlan(anchored("skew-pair(d=" + skew + ",k=" + pairs + ")", anchor), plan);
  }

  private static String anchored(String name, Anchor anchor) {
    return anchor == Anchor.TOP ? name : name + " from the bottom";
  }

  private static List<LayerPair> overModalityPairs(
      List<ModalitySpec> specs, int skew, int most, Anchor anchor) {
    List<LayerPair> pairs = new ArrayList<>();
    for (int a = 0; a < specs.size(); a++) {
      for (int b = a + 1; b < specs.size(); b++) {
        addPairs(pairs, specs.get(a), specs.get(b), skew, most, anchor);
      }
    }
    return pairs;
  }

  private static void addPairs(
      List<LayerPair> to, ModalitySpec a, ModalitySpec b, int skew, int most, Anchor anchor) {
    boolean top = anchor == Anchor.TOP;
    int step = top ? -1 : 1;
    int i = top ? a.layers() - Math.max(0, -skew) : 1 + Math.max(0, skew);
    int j = top ? b.layers() - Math.max(0, skew) : 1 + Math.max(0, -skew);
    for (int n = 0; n < most && inside(i, a) && inside(j, b); n++) {
      to.add(new LayerPair(a.modality(), i, b.modality(), j));
      i += step;
      j += step;
    }
  }

  private static boolean inside(int layer, ModalitySpec spec) {
    return layer >= 1 && layer <= spec.layers();
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
