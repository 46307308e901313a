// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.FusionPlan.Anchor;
import io.skewline.fusion.LayerPair;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code fusion.plan}, {@code .skew} and {@code .pairs} keys to a plan that fits the layers.
 */
final class Plans {
  private static final Pattern PAIR =
      Pattern.compile("([a-z][a-z0-9_-]*):(\\d{1,3})\\+([a-z][a-z0-9_-]*):(\\d{1,3})");

  static final String AUTO = "auto";

  private Plans() {}

  /**
   * @throws IllegalArgumentException if the plan does not fit the modalities
   */
  static FusionPlan of(
      String plan, int skew, Kinds.Pairs pairs, Anchor anchor, List<ModalitySpec> specs) {
    boolean listed = !pairs.explicit().isEmpty();
    if (plan.equals("explicit")) {
      if (!listed) {
        throw new IllegalArgumentException("plan explicit needs a list of pairs");
      }
      return new FusionPlan(
          "explicit", pairs.explicit().stream().map(pair -> pair(pair, specs)).toList());
    }
    if (plan.equals("skew-pair")) {
      if (listed) {
        throw new IllegalArgumentException("a list of pairs needs plan explicit");
      }
      return FusionPlan.skewPair(specs, skew, pairs.count(), anchor);
    }
    // Where the trainer chooses, this one is never fitted.
    return plan.equals("pairwise") ? FusionPlan.pairwise(specs, anchor) : FusionPlan.late(specs);
  }

  private static LayerPair pair(String text, List<ModalitySpec> specs) {
    Matcher matcher = PAIR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not of the form audio:4+video:3");
    }
    int first = side(matcher.group(1), matcher.group(2), text, specs);
    int second = side(matcher.group(3), matcher.group(4), text, specs);
    if (first >= second) {
      throw new IllegalArgumentException(
          "'" + text + "' must name two modalities in the order of streams");
    }
    return new LayerPair(
        new Modality(matcher.group(1)), Integer.parseInt(matcher.group(2)),
        new Modality(matcher.group(3)), Integer.parseInt(matcher.group(4)));
  }

  private static int side(String name, String layer, String text, List<ModalitySpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      ModalitySpec spec = specs.get(i);
      if (spec.modality().name().equals(name)) {
        int index = Integer.parseInt(layer);
        if (index < 1 || index > spec.layers()) {
          throw new IllegalArgumentException(
              "'" + text + "': layers of " + name + " are 1.." + spec.layers());
        }
        return i;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "': no modality '"
            + name
            + "' among "
            + specs.stream().map(ModalitySpec::modality).toList());
  }
}
