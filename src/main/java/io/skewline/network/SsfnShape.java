// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a fusion network is made of, without its weights.
 *
 * @param modalities in the order of the topology file
 * @param width P, the width that layer vectors are projected to
 * @param combine of no meaning for blocks that do not work on pairs
 */
public record SsfnShape(
    Task task,
    List<ModalitySpec> modalities,
    FusionPlan plan,
    Block block,
    int width,
    Combine combine) {

  /**
   * How projected vectors become one: those of a pair, or, with {@link #EARLY} and {@link
   * #MIXTURE}, all that the plan reads at once.
   */
  public enum Block {
    CONCAT("concat"),
    CO_ATTENTION("co-attention"),
    GATED("gated"),
    TENSOR("tensor"),
    LOW_RANK("low-rank"),
    EARLY("early"),
    MIXTURE("mixture");

    private final String label;

    Block(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public static Block of(String label) {
      return labelled("block", values(), Block::label, label);
    }

    public static List<String> labels() {
      return Arrays.stream(values()).map(Block::label).toList();
    }
  }

  /** How the outputs of the pairs become one. */
  public enum Combine {
    MEAN("mean"),
    SOFTMAX("softmax");

    private final String label;

    Combine(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public static Combine of(String label) {
      return labelled("combine", values(), Combine::label, label);
    }
  }

  private static <T> T labelled(String what, T[] values, Function<T, String> label, String wanted) {
    for (T value : values) {
      if (label.apply(value).equals(wanted)) {
        return value;
      }
    }
    List<String> allowed = Arrays.stream(values).map(label).toList();
    throw new IllegalArgumentException(what + " must be one of " + allowed + ": was " + wanted);
  }

  /** Pair outputs averaged. */
  public SsfnShape(
      Task task, List<ModalitySpec> modalities, FusionPlan plan, Block block, int width) {
    this(task, modalities, plan, block, width, Combine.MEAN);
  }

  /** That of a bundle's model. */
  public static SsfnShape of(BundleManifest manifest) {
    return new SsfnShape(
        manifest.task(),
        manifest.modalities(),
        manifest.plan(),
        Block.of(manifest.block()),
        manifest.width(),
        Combine.of(manifest.combine()));
  }

  public SsfnShape {
    modalities = List.copyOf(modalities);
  }

  /** One layer of one modality that the plan reads. */
  record Slot(int modality, int layer, int width) {
    String name() {
      return modality + "." + layer;
    }
  }

  /** Classes or clusters, or 1 for regression. */
  int outputs() {
    return task.outputs();
  }

  /** The same for another task. */
  SsfnShape with(Task other) {
    return new SsfnShape(other, modalities, plan, block, width, combine);
  }

  int indexOf(Modality modality) {
    for (int m = 0; m < modalities.size(); m++) {
      if (modalities.get(m).modality().equals(modality)) {
        return m;
      }
    }
    return -1;
  }

  /** By modality, then layer. */
  List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    for (int m = 0; m < modalities.size(); m++) {
      ModalitySpec spec = modalities.get(m);
      for (int layer : plan.layers(spec.modality())) {
        slots.add(new Slot(m, layer, spec.width()));
      }
    }
    return slots;
  }

  /** A pair of slots and its share in the mean: mean per modality pair, then over them. */
  record WeightedPair(int firstSlot, int secondSlot, float weight) {}

  List<WeightedPair> pairs() {
    List<Slot> slots = slots();
    Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
    for (LayerPair pair : plan.pairs()) {
      counts.merge(modalityPair(pair), 1, Integer::sum);
    }
    List<WeightedPair> pairs = new ArrayList<>();
    for (LayerPair pair : plan.pairs()) {
      List<Integer> of = modalityPair(pair);
      pairs.add(
          new WeightedPair(
              slot(slots, of.get(0), pair.firstLayer()),
              slot(slots, of.get(1), pair.secondLayer()),
              1f / (counts.get(of) * counts.size())));
    }
    return pairs;
  }

  private List<Integer> modalityPair(LayerPair pair) {
    return List.of(indexOf(pair.first()), indexOf(pair.second()));
  }

  private static int slot(List<Slot> slots, int modality, int layer) {
    for (int s = 0; s < slots.size(); s++) {
      if (slots.get(s).modality() == modality && slots.get(s).layer() == layer) {
        return s;
      }
    }
    throw new IllegalStateException("the plan's own layer " + layer + " has no slot");
  }
}
