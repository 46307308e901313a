// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionPlan.Anchor;
import io.skewline.fusion.LayerPair;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every plan that a sweep tries, each once: late, pairwise, skew-pairs of 1, 2, 4 … pairs over all
 * skews from the smallest, from the top and from the bottom, and every single layer pair. A plan
 * has the first of these names that fits it.
 */
public final class PlanSpace {
  private final List<ModalitySpec> specs;

  /** By what is fused: a plan is the same in whatever order its pairs stand. */
  private final Map<Set<LayerPair>, Fused> plans = new LinkedHashMap<>();

  /**
   * @param specs two modalities or more
   */
  public PlanSpace(List<ModalitySpec> specs) {
    this.specs = List.copyOf(specs);
    add("late", FusionPlan.late(specs));
    add("pairwise", FusionPlan.pairwise(specs));
    for (Anchor anchor : Anchor.values()) {
      for (int k : counts()) {
        for (int d : skews(k, anchor)) {
          FusionPlan plan = FusionPlan.skewPair(specs, d, k, anchor);
          add(plan.name(), plan);
        }
      }
      FusionPlan plan = FusionPlan.pairwise(specs, anchor);
      add(plan.name(), plan);
    }
    for (int a = 0; a < specs.size(); a++) {
      for (int b = a + 1; b < specs.size(); b++) {
        addPairs(specs.get(a), specs.get(b));
      }
    }
  }

  private void addPairs(ModalitySpec a, ModalitySpec b) {
    for (int i = a.layers(); i >= 1; i--) {
      for (int j = b.layers(); j >= 1; j--) {
        LayerPair pair = new LayerPair(a.modality(), i, b.modality(), j);
        add(pair.toString(), new FusionPlan("explicit", List.of(pair)));
      }
    }
  }

  private void add(String name, FusionPlan plan) {
    plans.putIfAbsent(Set.copyOf(plan.pairs()), new Fused(name, plan));
  }

  public List<Fused> all() {
    return List.copyOf(plans.values());
  }

  public Fused late() {
    return all().get(0);
  }

  public Fused pairwise() {
    return plans.get(Set.copyOf(FusionPlan.pairwise(specs).pairs()));
  }

  /** The numbers of pairs k that skew-pairs are tried with. */
  public List<Integer> counts() {
    int most = specs.stream().mapToInt(ModalitySpec::layers).min().orElseThrow();
    List<Integer> counts = new ArrayList<>();
    for (int k = 1; k <= most; k *= 2) {
      counts.add(k);
    }
    return counts;
  }

  /** The skews d that leave room for k pairs from the top. */
  public List<Integer> skews(int k) {
    return skews(k, Anchor.TOP);
  }

  /** The skews d that leave room for k pairs, from the smallest: 0, 1, −1, 2 … */
  public List<Integer> skews(int k, Anchor anchor) {
    List<Integer> skews = new ArrayList<>();
    int most = specs.stream().mapToInt(ModalitySpec::layers).max().orElseThrow();
    for (int d = 0; d < most; d++) {
      for (int signed : d == 0 ? new int[] {0} : new int[] {d, -d}) {
        if (fits(signed, k, anchor)) {
          skews.add(signed);
        }
      }
    }
    return skews;
  }

  private boolean fits(int d, int k, Anchor anchor) {
    int first = anchor == Anchor.TOP ? Math.max(0, -d) : Math.max(0, d);
    int second = anchor == Anchor.TOP ? Math.max(0, d) : Math.max(0, -d);
    for (int a = 0; a < specs.size(); a++) {
      for (int b = a + 1; b < specs.size(); b++) {
        int left = specs.get(a).layers() - first;
        int right = specs.get(b).layers() - second;
        if (Math.min(left, right) < k) {
          return false;
        }
      }
    }
    return true;
  }

  /** From the top. */
  public Fused skew(int d, int k) {
    return skew(d, k, Anchor.TOP);
  }

  public Fused skew(int d, int k, Anchor anchor) {
    return plans.get(Set.copyOf(FusionPlan.skewPair(specs, d, k, anchor).pairs()));
  }

  /**
   * The skew-pairs whose skew is not zero. Where modalities have unlike depths some of them are
   * late or pairwise fusion, counted from the other end, and are not among these.
   */
  public List<Fused> skewed() {
    Set<Fused> skewed = new LinkedHashSet<>();
    for (Anchor anchor : Anchor.values()) {
      for (int k : counts()) {
        skews(k, anchor).stream()
            .filter(d -> d != 0)
            .map(d -> skew(d, k, anchor))
            .forEach(skewed::add);
      }
    }
    skewed.removeAll(List.of(late(), pairwise()));
    return List.copyOf(skewed);
  }

  /** Whether a plan is one of {@link #skewed}, or a pair of layers that lie on no common level. */
  public boolean isSkewed(Fused plan) {
    return skewed().contains(plan)
        || (plan.plan().pairs().size() == 1 && unlevel(plan.plan().pairs().get(0)));
  }

  private boolean unlevel(LayerPair pair) {
    int fromTop = depth(pair.first()) - pair.firstLayer();
    return pair.firstLayer() != pair.secondLayer()
        && fromTop != depth(pair.second()) - pair.secondLayer();
  }

  private int depth(Modality modality) {
    return specs.stream()
        .filter(spec -> spec.modality().equals(modality))
        .findFirst()
        .orElseThrow()
        .layers();
  }

  public Optional<Fused> pair(LayerPair pair) {
    return Optional.ofNullable(plans.get(Set.of(pair)));
  }
}
