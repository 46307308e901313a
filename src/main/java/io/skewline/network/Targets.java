// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Task;
import io.skewline.modality.Label;
import java.util.List;

/**
 * What is true of the examples as numbers: class indices, or values with the mean and deviation of
 * the training ones.
 */
record Targets(Task task, float[] values, double mean, double deviation) {

  static Targets of(Task task, List<Label.Target> targets) {
    float[] values = new float[targets.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(task, targets.get(i));
    }
    return new Targets(task, values, 0, 1);
  }

  /** The same with the scale of these values: what a network is trained towards. */
  Targets scaled() {
    if (!(task instanceof Task.Regression)) {
      return this;
    }
    double sum = 0;
    double squares = 0;
    for (float v : values) {
      sum += v;
      squares += (double) v * v;
    }
    double average = sum / Math.max(1, values.length);
    double variance = squares / Math.max(1, values.length) - average * average;
    return new Targets(task, values, average, Math.max(1e-6, Math.sqrt(Math.max(0, variance))));
  }

  /** Classification: the logarithm of each class's share, one example of each more. */
  float[] logPrior(int classes) {
    double[] counts = new double[classes];
    for (float v : values) {
      counts[(int) v]++;
    }
    float[] logs = new float[classes];
    for (int c = 0; c < classes; c++) {
      logs[c] = (float) Math.log((counts[c] + 1) / (values.length + classes));
    }
    return logs;
  }

  private static float value(Task task, Label.Target target) {
    if (task instanceof Task.Classification c && target instanceof Label.ClassTarget t) {
      int index = c.labels().indexOf(t.name());
      if (index < 0) {
        throw new IllegalArgumentException(
            "label '" + t.name() + "' is none of the task's: " + c.labels());
      }
      return index;
    }
    if (task instanceof Task.Regression && target instanceof Label.ValueTarget t) {
      return (float) t.value();
    }
    if (task instanceof Task.Clustering) {
      return 0; // Whatever is said of a window is not looked at.
    }
    throw new IllegalArgumentException("a label of another kind than the task's: " + target);
  }

  /**
   * Loss summed over rows, and its gradient divided by n, in place of the outputs.
   *
   * @param rows indices into the targets
   */
  double lossAndGradient(Matrix outputs, int[] rows, int n, double smoothing) {
    return task instanceof Task.Regression
        ? squaredError(outputs, rows, n)
        : crossEntropy(outputs, rows, n, smoothing);
  }

  private double crossEntropy(Matrix logits, int[] rows, int n, double smoothing) {
    Rows.softmax(logits, n, 1);
    double loss = 0;
    int classes = logits.cols;
    for (int r = 0; r < n; r++) {
      int truth = (int) values[rows[r]];
      loss -= Math.log(Math.max(1e-12, logits.get(r, truth)));
      for (int c = 0; c < classes; c++) {
        double wanted = (c == truth ? 1 - smoothing : 0) + smoothing / classes;
        logits.set(r, c, (float) ((logits.get(r, c) - wanted) / n));
      }
    }
    return loss;
  }

  private double squaredError(Matrix outputs, int[] rows, int n) {
    double loss = 0;
    for (int r = 0; r < n; r++) {
      double error = outputs.get(r, 0) - (values[rows[r]] - mean) / deviation;
      loss += error * error / 2;
      outputs.set(r, 0, (float) (error / n));
    }
    return loss;
  }
}
