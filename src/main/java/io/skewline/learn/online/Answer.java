// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.learn.CarriedLayers;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model answered one example.
 *
 * @param hit the right class; for regression the right side of zero, zero counting as above
 * @param error absolute, for regression; else NaN
 */
public record Answer(boolean hit, double error) {

  /**
   * Asks about all examples in one batch.
   *
   * @return one answer per example, in order; empty where the model sees nothing of the window
   */
  public static List<Optional<Answer>> of(FusionModel model, List<LabelledWindow> examples) {
    BundleManifest manifest = model.manifest();
    List<Modality> modalities = manifest.modalities().stream().map(ModalitySpec::modality).toList();
    List<AlignedWindow> asked = new ArrayList<>();
    boolean[] sees = new boolean[examples.size()];
    for (int i = 0; i < sees.length; i++) {
      sees[i] = CarriedLayers.sees(examples.get(i), manifest.plan(), modalities);
      if (sees[i]) {
        asked.add(examples.get(i).window());
      }
    }
    var scores = (asked.isEmpty() ? List.<FusionScore>of() : model.score(asked)).iterator();
    List<Optional<Answer>> answers = new ArrayList<>(sees.length);
    for (int i = 0; i < sees.length; i++) {
      answers.add(
          sees[i]
              ? Optional.of(of(manifest.task(), scores.next(), examples.get(i).target()))
              : Optional.empty());
    }
    return answers;
  }

  private static Answer of(Task task, FusionScore score, Label.Target target) {
    if (task instanceof Task.Classification classes) {
      String said = classes.labels().get(score.best());
      return new Answer(target.equals(new Label.ClassTarget(said)), Double.NaN);
    }
    double truth = ((Label.ValueTarget) target).value();
    double value = score.scores()[0];
    return new Answer(value < 0 == truth < 0, Math.abs(value - truth));
  }
}
