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
 * @param whole on the windows as they are
 * @param subsets with these modalities alone visible, the whole set among them
 */
record Contestant(Answers whole, Map<Set<Modality>, Answers> subsets) {

  static Contestant of(FusionModel model, Judge judge, List<Set<Modality>> subsets) {
    Map<Set<Modality>, Answers> answers = new LinkedHashMap<>();
    subsets.forEach(visible -> answers.put(visible, judge.answers(model, visible)));
    return new Contestant(answers.get(subsets.get(subsets.size() - 1)), answers);
  }

  /**
   * Points whose mean is the area under the missing curves: of accuracy over the share of windows
   * that lack a modality, from none to all, which is a straight line; its mean over the modalities.
   */
  List<Answers> missingCurves() {
    List<Answers> points = new ArrayList<>();
    int most = subsets.keySet().stream().mapToInt(Set::size).max().orElse(0);
    subsets.forEach(
        (visible, answers) -> {
          if (visible.size() == most - 1) {
            points.add(whole);
            points.add(answers);
          }
        });
    return points;
  }
}
