// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import io.skewline.fusion.Task;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import java.util.List;

/**
 * What is true of a fixed list of windows.
 *
 * @param values per window the index of its class, or its value; 0 for clusters; shared, never
 *     written to
 * @param units where each window comes from
 */
public record Facts(Task task, double[] values, List<Unit> units) {

  /**
   * What a window has in common with others, from the widest to itself.
   *
   * @param group its named group, else its stream
   */
  public record Unit(String group, String stream, String window) {}

  public Facts {
    units = List.copyOf(units);
    if (values.length != units.size()) {
      throw new IllegalArgumentException(values.length + " values of " + units.size() + " windows");
    }
  }

  public static Facts of(Task task, List<LabelledWindow> windows) {
    return new Facts(
        task,
        windows.stream().mapToDouble(w -> value(task, w.target())).toArray(),
        windows.stream().map(Facts::unit).toList());
  }

  private static double value(Task task, Label.Target target) {
    if (task instanceof Task.Classification c) {
      return c.labels().indexOf(((Label.ClassTarget) target).name());
    }
    return task instanceof Task.Regression ? ((Label.ValueTarget) target).value() : 0;
  }

  private static Unit unit(LabelledWindow window) {
    String stream = window.window().id().stream().value();
    return new Unit(window.groupOrStream(), stream, window.window().id().toString());
  }

  public int size() {
    return values.length;
  }

  /** Classes or clusters, or 1 for values. */
  public int outputs() {
    return task.outputs();
  }
}
