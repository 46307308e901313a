// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds predictions on one fixed list of windows against what is true of them. */
final class Judge {
  private final Task task;
  private final List<LabelledWindow> windows;
  private final List<String> streams;
  private final long seed;

  Judge(Task task, List<LabelledWindow> windows, long seed) {
    this.task = task;
    this.windows = windows;
    this.streams = windows.stream().map(w -> w.window().id().stream().value()).toList();
    this.seed = seed;
  }

  /**
   * @param predictions per window the class index or the value
   */
  Metric accuracy(double[] predictions) {
    double[] hits = new double[predictions.length];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = hit(predictions[i], windows.get(i).target()) ? 1 : 0;
    }
    return Scores.mean(hits, streams, seed);
  }

  /**
   * What decides between two models, lower is better: the mean log loss of the calibrated scores,
   * finer than accuracy and as honest about confidence; for regression the mean absolute error.
   */
  Metric loss(FusionModel model) {
    List<FusionScore> scores = model.score(inputs());
    double[] losses = new double[scores.size()];
    for (int i = 0; i < losses.length; i++) {
      float[] said = scores.get(i).scores();
      Label.Target truth = windows.get(i).target();
      losses[i] =
          task instanceof Task.Classification c
              ? -Math.log(
                  Math.max(1e-6, said[c.labels().indexOf(((Label.ClassTarget) truth).name())]))
              : Math.abs(said[0] - value(truth));
    }
    return Scores.mean(losses, streams, seed);
  }

  /** Regression only. */
  Metric meanAbsoluteError(double[] predictions) {
    double[] errors = new double[predictions.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(predictions[i] - value(windows.get(i).target()));
    }
    return Scores.mean(errors, streams, seed);
  }

  private boolean hit(double prediction, Label.Target target) {
    return task instanceof Task.Classification c
        ? c.labels().get((int) prediction).equals(((Label.ClassTarget) target).name())
        : prediction >= 0 == value(target) >= 0;
  }

  private static double value(Label.Target target) {
    return ((Label.ValueTarget) target).value();
  }

  double[] predict(FusionModel model, Set<Modality> visible) {
    List<AlignedWindow> masked = windows.stream().map(w -> masked(w.window(), visible)).toList();
    List<FusionScore> scores = model.score(masked);
    return scores.stream()
        .mapToDouble(s -> task instanceof Task.Classification ? s.best() : s.scores()[0])
        .toArray();
  }

  private static AlignedWindow masked(AlignedWindow window, Set<Modality> visible) {
    Map<Modality, io.skewline.modality.PooledModality> present = new HashMap<>(window.present());
    present.keySet().retainAll(visible);
    return new AlignedWindow(window.id(), window.session(), present);
  }

  List<AlignedWindow> inputs() {
    return windows.stream().map(LabelledWindow::window).toList();
  }
}
