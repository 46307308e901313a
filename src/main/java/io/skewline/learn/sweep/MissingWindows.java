// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Which windows lose a modality: those of a smaller share are among those of a larger one. */
final class MissingWindows {
  private final Facts facts;
  private final double[] losesFrom;

  MissingWindows(Facts facts, long seed) {
    this.facts = facts;
    this.losesFrom = new Random(seed).doubles(facts.size()).toArray();
  }

  /**
   * @param whole by fit, of windows that lack nothing
   * @param without by fit, of the same ones without the modality
   */
  List<Answers> mix(List<Answers> whole, List<Answers> without, double share) {
    List<Answers> mixed = new ArrayList<>();
    for (int fit = 0; fit < whole.size(); fit++) {
      mixed.add(mix(whole.get(fit), without.get(fit), share));
    }
    return mixed;
  }

  private Answers mix(Answers whole, Answers without, double share) {
    float[][] scores = whole.scores().clone();
    float[] halfWidths = whole.halfWidths().clone();
    float[][] vectors = whole.vectors().clone();
    for (int row = 0; row < scores.length; row++) {
      if (losesFrom[row] < share) {
        scores[row] = without.scores()[row];
        if (vectors.length > 0) {
          vectors[row] = without.vectors()[row];
        }
        if (halfWidths.length > 0) {
          halfWidths[row] = without.halfWidths()[row];
        }
      }
    }
    return new Answers(facts, scores, halfWidths, vectors);
  }
}
