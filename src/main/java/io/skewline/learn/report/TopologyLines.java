// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.fusion.FusionPlan.Anchor;
import io.skewline.fusion.LayerPair;
import io.skewline.learn.FitSettings;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.PlanSpace;
import java.util.stream.Collectors;

/** The {@code fusion} section of a topology file that says a plan. */
final class TopologyLines {
  private TopologyLines() {}

  static String of(Fused plan, PlanSpace space, FitSettings fit) {
    return "fusion:\n"
        + plan(plan, space)
        + "  block: "
        + fit.shape().block().label()
        + "\n  width: "
        + fit.shape().width()
        + "\n  combine: "
        + fit.shape().combine().label()
        + "\n";
  }

  private static String plan(Fused plan, PlanSpace space) {
    if (plan.equals(space.late())) {
      return "  plan: late\n";
    }
    if (plan.equals(space.pairwise())) {
      return "  plan: pairwise\n";
    }
    for (Anchor anchor : Anchor.values()) {
      for (int k : space.counts()) {
        for (int d : space.skews(k, anchor)) {
          if (plan.equals(space.skew(d, k, anchor))) {
            return "  plan: skew-pair\n  skew: "
                + d
                + "\n  pairs: "
                + k
                + "\n  anchor: "
                + anchor.label()
                + "\n";
          }
        }
      }
    }
    return "  plan: explicit\n  pairs: ["
        + plan.plan().pairs().stream()
            .map(LayerPair::toString)
            .map(pair -> '"' + pair + '"')
            .collect(Collectors.joining(", "))
        + "]\n";
  }
}
