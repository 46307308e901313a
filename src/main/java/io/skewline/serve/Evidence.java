// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the model says of a window with one modality alone, all others masked as if they had been
 * silent: how much each of them speaks for the answer.
 *
 * @param whole the answer on all that was there
 * @param alone per used modality
 */
public record Evidence(WindowId window, Prediction.Scored whole, Map<Modality, FusionScore> alone) {

  /** By the model that is given; the answer's own may have been another, which is not looked at. */
  static Evidence of(AlignedWindow window, Prediction prediction, FusionModel model) {
    List<Modality> used = prediction.used();
    List<FusionScore> scores =
        model.score(used.stream().map(modality -> window.only(Set.of(modality))).toList());
    Map<Modality, FusionScore> alone = new LinkedHashMap<>();
    for (int i = 0; i < used.size(); i++) {
      alone.put(used.get(i), scores.get(i));
    }
    return new Evidence(window.id(), prediction.scored().orElseThrow(), alone);
  }
}
