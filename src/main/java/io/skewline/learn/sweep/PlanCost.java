// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.fusion.FusionPlan;
import io.skewline.learn.FitSettings;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.MultiplyAdds;
import io.skewline.network.SsfnShape;
import java.util.List;
import java.util.Map;

/**
 * What it takes to serve one window.
 *
 * @param floats that its frames carry over the wire
 * @param multiplyAdds of the fusion model
 * @param depth encoder layers that have to be computed, summed over modalities
 */
public record PlanCost(double floats, double multiplyAdds, double depth) {

  /**
   * One number to put plans in order by: the mean of the three shares of another cost. As shares
   * they have no unit, and none of the three outweighs the others by being counted in millions.
   */
  public double relativeTo(PlanCost other) {
    return (floats / other.floats + multiplyAdds / other.multiplyAdds + depth / other.depth) / 3;
  }

  PlanCost plus(PlanCost other) {
    return new PlanCost(
        floats + other.floats, multiplyAdds + other.multiplyAdds, depth + other.depth);
  }

  /**
   * @param frames per window, by modality
   */
  static PlanCost of(FitSettings settings, FusionPlan plan, Map<Modality, Double> frames) {
    return of(settings.with(plan, settings.seed()).shape(), frames);
  }

  /**
   * @param frames per window, by modality
   */
  public static PlanCost of(SsfnShape shape, Map<Modality, Double> frames) {
    double floats = 0;
    double depth = 0;
    for (ModalitySpec spec : shape.modalities()) {
      var layers = shape.plan().layers(spec.modality());
      floats += frames.get(spec.modality()) * layers.size() * spec.width();
      depth += layers.isEmpty() ? 0 : layers.last();
    }
    return new PlanCost(floats, MultiplyAdds.perWindow(shape), depth);
  }

  /** Of a linear model on so many layers of one modality, the deepest of them given. */
  static PlanCost linear(
      ModalitySpec spec, int layers, int deepest, int outputs, Map<Modality, Double> frames) {
    double floats = (double) layers * spec.width();
    return new PlanCost(frames.get(spec.modality()) * floats, floats * outputs, deepest);
  }

  static PlanCost linear(List<ModalitySpec> specs, int outputs, Map<Modality, Double> frames) {
    return specs.stream()
        .map(spec -> linear(spec, spec.layers(), spec.layers(), outputs, frames))
        .reduce(new PlanCost(0, 0, 0), PlanCost::plus);
  }
}
