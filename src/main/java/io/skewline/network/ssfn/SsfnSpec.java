// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shape of one network: which layers it reads, how it pairs them, and which tensors it has.
 * Immutable.
 *
 * @param modalities in the order of the topology file, 2 to {@value #MOST_MODALITIES}
 * @param width P, the width that layer vectors are projected to
 */
public record SsfnSpec(
    Task task, List<ModalitySpec> modalities, FusionPlan plan, Block block, int width) {
  /** Calibration has an entry per subset of modalities. */
  public static final int MOST_MODALITIES = 8;

  private static final int MOST_WIDTH = 4096;
  private static final int FEED_FORWARD = 2;

  public SsfnSpec {
    modalities = List.copyOf(modalities);
    if (modalities.size() < 2 || modalities.size() > MOST_MODALITIES) {
      throw new IllegalArgumentException(
          "an SSFN fuses 2 to " + MOST_MODALITIES + " modalities: was " + modalities.size());
    }
    if (modalities.stream().map(ModalitySpec::modality).distinct().count() != modalities.size()) {
      throw new IllegalArgumentException("a modality stands twice in " + modalities);
    }
    if (width < 1 || width > MOST_WIDTH) {
      throw new IllegalArgumentException("width must be 1.." + MOST_WIDTH + ": was " + width);
    }
    for (LayerPair pair : plan.pairs()) {
      check(modalities, pair.first(), pair.firstLayer());
      check(modalities, pair.second(), pair.secondLayer());
    }
  }

  public static SsfnSpec of(BundleManifest manifest) {
    return new SsfnSpec(
        manifest.task(),
        manifest.modalities(),
        manifest.plan(),
        Block.of(manifest.block()),
        manifest.width());
  }

  private static void check(List<ModalitySpec> specs, Modality modality, int layer) {
    int index = indexOf(specs, modality);
    if (layer > specs.get(index).layers()) {
      throw new IllegalArgumentException(
          modality
              + " has layers 1.."
              + specs.get(index).layers()
              + ": the plan asks for "
              + layer);
    }
  }

  private static int indexOf(List<ModalitySpec> specs, Modality modality) {
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).modality().equals(modality)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "the plan names modality " + modality + ", which is not one of " + specs);
  }

  /** Classes, or 1 for regression. */
  public int outputs() {
    return task instanceof Task.Classification c ? c.labels().size() : 1;
  }

  public boolean classifies() {
    return task instanceof Task.Classification;
  }

  /** Width of the hidden layer inside the co-attention block: 2P. */
  public int feedForward() {
    return FEED_FORWARD * width;
  }

  /** Number of subsets of the modalities: the index of a subset has bit m set for modality m. */
  public int subsets() {
    return 1 << modalities.size();
  }

  /** Every layer that the plan reads, once: by modality in file order, then layer. */
  public List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (int m = 0; m < modalities.size(); m++) {
      ModalitySpec spec = modalities.get(m);
      for (int layer : plan.layers(spec.modality())) {
        sources.add(new Source(spec.modality(), m, layer, spec.width()));
      }
    }
    return Collections.unmodifiableList(sources);
  }

  /** The subset that holds every modality of the plan. */
  public int fullSubset() {
    return sources().stream().mapToInt(s -> 1 << s.modalityIndex()).reduce(0, (a, b) -> a | b);
  }

  /** The plan's pairs in its order; their weights add up to 1. */
  public List<FusedPair> fusedPairs() {
    List<Source> sources = sources();
    Map<List<Modality>, Integer> sizes =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (LayerPair pair : plan.pairs()) {
      sizes.merge(List.of(pair.first(), pair.second()), 1, Integer::sum);
    }
    List<FusedPair> pairs = new ArrayList<>();
    for (LayerPair pair : plan.pairs()) {
      int size = sizes.get(List.of(pair.first(), pair.second()));
      pairs.add(
          new FusedPair(
              position(sources, pair.first(), pair.firstLayer()),
              position(sources, pair.second(), pair.secondLayer()),
              1.0 / size / sizes.size()));
    }
    return Collections.unmodifiableList(pairs);
  }

  private static int position(List<Source> sources, Modality modality, int layer) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).modality().equals(modality) && sources.get(i).layer() == layer) {
        return i;
      }
    }
    throw new IllegalStateException(modality + " layer " + layer + " is not in " + sources);
  }

  /** Names and shapes {rows, columns} of every tensor of a bundle of this network, by name. */
  public SortedMap<String, int[]> tensors() {
    SortedMap<String, int[]> tensors = new TreeMap<>(weights());
    for (Source source : sources()) {
      tensors.put(Tensors.mean(source), new int[] {1, source.width()});
      tensors.put(Tensors.deviation(source), new int[] {1, source.width()});
    }
    if (block == Block.CONCAT) {
      tensors.put(Tensors.SLOPE, new int[] {1, width});
    }
    tensors.put(Tensors.CALIBRATION, new int[] {1, subsets()});
    return tensors;
  }

  /** Those of {@link #tensors} that gradients fit. */
  public SortedMap<String, int[]> weights() {
    SortedMap<String, int[]> weights = new TreeMap<>();
    for (Source source : sources()) {
      weights.put(Tensors.projection(source), new int[] {source.width(), width});
      weights.put(Tensors.projectionBias(source), new int[] {1, width});
      weights.put(Tensors.mask(source.modality()), new int[] {1, width});
    }
    Tensors.blockShapes(block, width, feedForward()).forEach(weights::put);
    weights.put(Tensors.HEAD, new int[] {width + modalities.size(), outputs()});
    weights.put(Tensors.HEAD_BIAS, new int[] {1, outputs()});
    return weights;
  }
}
