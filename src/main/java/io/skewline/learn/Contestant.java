// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionModel;
import io.skewline.learn.measure.Answers;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's answers before the gate.
 *
 * @param live on the windows as they came, some with a modality missing
 * @param subsets on the whole ones, with these modalities alone visible; the full set is the last
 */
record Contestant(Answers live, Map<Set<Modality>, Answers> subsets) {

  static Contestant of(FusionModel model, Judge live, Judge whole, List<Set<Modality>> subsets) {
    Map<Set<Modality>, Answers> answers = new LinkedHashMap<>();
    subsets.forEach(visible -> answers.put(visible, whole.answers(model, visible)));
    return new Contestant(live.answers(model, subsets.get(subsets.size() - 1)), answers);
  }

  /** How many modalities there are. */
  private int most() {
    return subsets.keySet().stream().mapToInt(Set::size).max().orElse(0);
  }

  boolean isAll(Set<Modality> visible) {
    return visible.size() == most();
  }

  /**
   * Points whose mean is the area under the missing curves: of accuracy over the share of windows
   * that lack a modality, from none to all, which is a straight line; its mean over the modalities.
   */
  List<Answers> missingCurves() {
    List<Answers> points = new ArrayList<>();
    Answers all =
        subsets.entrySet().stream()
            .filter(entry -> isAll(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    subsets.forEach(
        (visible, answers) -> {
          if (visible.size() == most() - 1) {
            points.add(all);
            points.add(answers);
          }
        });
    return points;
  }
}
