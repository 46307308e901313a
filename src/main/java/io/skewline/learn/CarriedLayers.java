// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionPlan;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which examples hold the layers that a plan reads: producers that follow the active model leave
 * the others out.
 */
public final class CarriedLayers {
  private CarriedLayers() {}

  /** Those whose modalities, as far as they are there, hold all of their layers. */
  public static List<LabelledWindow> fullStacks(
      List<LabelledWindow> examples, List<ModalitySpec> modalities) {
    return examples.stream()
        .filter(
            e ->
                modalities.stream()
                    .filter(spec -> e.window().present().containsKey(spec.modality()))
                    .allMatch(spec -> holds(e.window(), spec.modality(), all(spec))))
        .toList();
  }

  private static List<Integer> all(ModalitySpec spec) {
    return IntStream.rangeClosed(1, spec.layers()).boxed().toList();
  }

  /** Those of which a model with this plan sees one modality at least. */
  static List<LabelledWindow> seen(
      List<LabelledWindow> examples, FusionPlan plan, Collection<Modality> modalities) {
    return examples.stream().filter(e -> sees(e, plan, modalities)).toList();
  }

  /** Whether a model with this plan sees one modality of it at least. */
  public static boolean sees(
      LabelledWindow example, FusionPlan plan, Collection<Modality> modalities) {
    return modalities.stream().anyMatch(m -> holds(example.window(), m, plan.layers(m)));
  }

  /** Those of which it sees every modality. */
  static List<LabelledWindow> seenWhole(
      List<LabelledWindow> examples, FusionPlan plan, Collection<Modality> modalities) {
    return examples.stream()
        .filter(e -> modalities.stream().allMatch(m -> holds(e.window(), m, plan.layers(m))))
        .toList();
  }

  /**
   * Those of which it sees every modality that came, and one at least: what it misses, a model with
   * any other plan misses too.
   */
  static List<LabelledWindow> seenAsTheyCame(
      List<LabelledWindow> examples, FusionPlan plan, Collection<Modality> modalities) {
    return seen(examples, plan, modalities).stream()
        .filter(
            e ->
                modalities.stream()
                    .filter(e.window()::has)
                    .allMatch(m -> holds(e.window(), m, plan.layers(m))))
        .toList();
  }

  private static boolean holds(
      AlignedWindow window, Modality modality, Collection<Integer> layers) {
    return window.has(modality)
        && layers.stream().allMatch(window.present().get(modality).layers()::has);
  }
}
