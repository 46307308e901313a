// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.DependencyOptions;
import java.util.List;
import java.util.stream.Collectors;

/** What is fitted and compared. */
public sealed interface Contender {

  /** Unlike that of any other one of the same sweep. */
  String name();

  /** The network with a plan: only these can be chosen. */
  record Fused(String name, FusionPlan plan) implements Contender {}

  /** The network with a plan and another dependency objective. */
  record Objective(FusionPlan plan, DependencyOptions dependency) implements Contender {
    @Override
    public String name() {
      DependencyOptions.Objective kind = dependency.objective();
      return kind.hasWeight() ? kind.label() + " " + dependency.weight() : kind.label();
    }
  }

  /** A linear model on all layers of some modalities, see {@code LinearModel}. */
  record Linear(List<ModalitySpec> modalities) implements Contender {
    @Override
    public String name() {
      return modalities.size() == 1
          ? modalities.get(0).modality() + " alone"
          : modalities.stream().map(m -> m.modality().name()).collect(Collectors.joining("+"))
              + " linear";
    }
  }

  /** A linear model on one layer of one modality. */
  record Layer(ModalitySpec modality, int layer) implements Contender {
    @Override
    public String name() {
      return modality.modality() + ":" + layer;
    }
  }

  /**
   * The plain sum of what each modality's linear model says, by their number: no fit of its own.
   */
  record Addition(List<ModalitySpec> modalities) implements Contender {
    @Override
    public String name() {
      return "score addition";
    }

    List<Linear> parts() {
      return modalities.stream().map(m -> new Linear(List.of(m))).toList();
    }
  }
}
