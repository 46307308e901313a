// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.network.fit.DenseFit;
import io.skewline.network.fit.DenseModel;
import io.skewline.network.fit.Example;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fused model has to stand beside, fitted on the same examples: a linear model over all
 * layers of all modalities, the best model of each modality alone on its full layer stack, and the
 * constant answer.
 */
final class Baselines {
  private final FitSettings settings;
  private final List<Example> train;
  private final List<Example> validation;

  Baselines(FitSettings settings, List<Example> train, List<Example> validation) {
    this.settings = settings;
    this.train = train;
    this.validation = validation;
  }

  Map<String, Metric> metrics(Reported reported) {
    Task task = settings.task();
    DenseModel linear = DenseFit.linear(task, settings.modalities(), train, validation);
    Map<String, Metric> metrics = new TreeMap<>();
    metrics.putAll(reported.metrics("linear", answers(linear, reported)));
    metrics.putAll(reported.metrics("majority", constant(reported)));
    for (ModalitySpec spec : settings.modalities()) {
      metrics.putAll(alone(spec, reported));
    }
    return metrics;
  }

  private Map<String, Metric> alone(ModalitySpec spec, Reported reported) {
    List<Modality> one = List.of(spec.modality());
    List<Example> fitted = Examples.holding(one, train);
    List<Example> watched = Examples.holding(one, validation);
    if (fitted.isEmpty() || watched.isEmpty()) {
      return Map.of();
    }
    DenseModel model =
        DenseFit.linearOrHidden(settings.task(), List.of(spec), fitted, watched, settings.seed());
    return reported.metrics(spec.modality().name(), answers(model, reported));
  }

  private double[] answers(DenseModel model, Reported reported) {
    double[][] outputs = model.outputs(reported.windows());
    return Arrays.stream(outputs).mapToDouble(this::answer).toArray();
  }

  private double answer(double[] outputs) {
    if (settings.task() instanceof Task.Regression) {
      return outputs[0];
    }
    int best = 0;
    for (int c = 1; c < outputs.length; c++) {
      best = outputs[c] > outputs[best] ? c : best;
    }
    return best;
  }

  /** The commonest class of the training part, or its median value. */
  double[] constant(Reported reported) {
    double[] targets = train.stream().mapToDouble(Example::target).sorted().toArray();
    double answer = targets[targets.length / 2];
    if (settings.task() instanceof Task.Classification classes) {
      int[] counts = new int[classes.labels().size()];
      for (double target : targets) {
        counts[(int) target]++;
        answer = counts[(int) target] > counts[(int) answer] ? target : answer;
      }
    }
    double[] answers = new double[reported.size()];
    Arrays.fill(answers, answer);
    return answers;
  }
}
