// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.SsfnShape.Slot;
import java.util.HashMap;
import java.util.Map;

/** What a network costs to run. */
public final class MultiplyAdds {
  private MultiplyAdds() {}

  /** Multiply-adds of the matrix products that serving one window takes. */
  public static long perWindow(SsfnShape shape) {
    long p = shape.width();
    long projections = shape.slots().stream().mapToLong(Slot::width).sum() * p;
    long head = (p + shape.modalities().size()) * shape.outputs();
    return projections + blocks(shape) + head;
  }

  private static long blocks(SsfnShape shape) {
    Map<String, int[]> weights = new HashMap<>();
    switch (shape.block()) {
      case EARLY -> EarlyMixer.shapes(shape, weights);
      case MIXTURE -> DecisionMixer.shapes(shape, weights);
      default -> PairMixer.shapes(shape, weights);
    }
    long once =
        weights.values().stream().filter(w -> w[0] > 1).mapToLong(w -> (long) w[0] * w[1]).sum();
    return switch (shape.block()) {
      case EARLY, MIXTURE -> once;
      // Both directions: the folded attention and two feed-forward products.
      case CO_ATTENTION -> 6L * shape.width() * shape.width() * shape.plan().pairs().size();
      default -> once * shape.plan().pairs().size();
    };
  }
}
