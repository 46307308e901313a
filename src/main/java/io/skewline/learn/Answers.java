// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import java.util.List;

/** What a fused model says, in the terms of a task. */
final class Answers {
  private Answers() {}

  /**
   * @return per window the index of the best class in the task's order (−1 where the task does not
   *     know the model's label), or the value
   */
  static double[] of(FusionModel model, List<AlignedWindow> windows, Task task) {
    List<FusionScore> scores = model.score(windows);
    double[] answers = new double[scores.size()];
    for (int i = 0; i < answers.length; i++) {
      answers[i] =
          task instanceof Task.Classification classes
              ? classes.labels().indexOf(label(model, scores.get(i)))
              : scores.get(i).scores()[0];
    }
    return answers;
  }

  private static String label(FusionModel model, FusionScore score) {
    return ((Task.Classification) model.manifest().task()).labels().get(score.best());
  }
}
