// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import io.skewline.fusion.Task;
import java.util.List;
import java.util.stream.Collectors;

/** A number that says how good answers are. */
public interface Measure {

  /** As in files and options. */
  String label();

  boolean higherIsBetter();

  /**
   * @param rows which windows count, each as often as it stands there
   * @return NaN where these windows do not tell
   */
  double of(Answers answers, int[] rows);

  default double of(Answers answers) {
    return of(answers, answers.all());
  }

  /** Better or not, the higher the better. */
  default double oriented(double value) {
    return higherIsBetter() ? value : -value;
  }

  /** All that fit a task; the first one is what it is judged by unless another is asked for. */
  static List<Measure> of(Task task) {
    if (task instanceof Task.Clustering) {
      return List.of(ClusterMeasure.values());
    }
    return task instanceof Task.Classification
        ? List.of(ClassMeasure.values())
        : List.of(ValueMeasure.values());
  }

  /**
   * @throws IllegalArgumentException naming those that there are
   */
  static Measure of(Task task, String label) {
    return of(task).stream()
        .filter(m -> m.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "measure must be one of "
                        + of(task).stream().map(Measure::label).collect(Collectors.joining(", "))
                        + ": was "
                        + label));
  }
}
