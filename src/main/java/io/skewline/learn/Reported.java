// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.StreamId;
import io.skewline.network.fit.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The windows that are reported on, and how a model's answers on them become metrics. */
final class Reported {
  private static final String MAE = ".mae";
  private final Task task;
  private final List<Example> examples;
  private final Intervals intervals;

  Reported(Task task, List<Example> examples, long seed) {
    this.task = task;
    this.examples = examples;
    intervals = new Intervals(seed);
  }

  int size() {
    return examples.size();
  }

  List<AlignedWindow> windows() {
    return examples.stream().map(Example::window).toList();
  }

  /**
   * @param answers per window the index of the class, or the value
   */
  Map<String, Metric> metrics(String name, double[] answers) {
    Map<String, Metric> metrics = new TreeMap<>();
    if (task instanceof Task.Classification) {
      metrics.put(name, accuracy(answers));
    } else {
      metrics.put(name, signAccuracy(answers));
      metrics.put(name + MAE, error(answers));
    }
    return metrics;
  }

  /** What the gate compares: accuracy, or mean absolute error. */
  Metric decisive(double[] answers) {
    return task instanceof Task.Classification ? accuracy(answers) : error(answers);
  }

  private Metric accuracy(double[] answers) {
    double[] right = new double[answers.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = answers[i] == examples.get(i).target() ? 1 : 0;
    }
    return intervals.mean(streams(examples), right);
  }

  /** A true value of 0 has no sign: its window is left out. */
  private Metric signAccuracy(double[] answers) {
    List<Example> signed = new ArrayList<>();
    List<Double> right = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      Example example = examples.get(i);
      if (example.target() != 0) {
        signed.add(example);
        right.add((answers[i] >= 0) == (example.target() > 0) ? 1.0 : 0.0);
      }
    }
    return intervals.mean(
        streams(signed), right.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Metric error(double[] answers) {
    double[] errors = new double[answers.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(answers[i] - examples.get(i).target());
    }
    return intervals.mean(streams(examples), errors);
  }

  private static List<StreamId> streams(List<Example> examples) {
    return examples.stream().map(example -> example.window().id().stream()).toList();
  }
}
