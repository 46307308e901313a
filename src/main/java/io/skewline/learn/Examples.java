// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.network.fit.Example;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Labelled windows as examples of a task. */
final class Examples {
  private Examples() {}

  /** The class's index or the value; empty if the label does not belong to the task. */
  static OptionalDouble target(Task task, Label.Target target) {
    if (task instanceof Task.Classification classes && target instanceof Label.ClassTarget name) {
      int index = classes.labels().indexOf(name.name());
      return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(index);
    }
    if (task instanceof Task.Regression && target instanceof Label.ValueTarget value) {
      return OptionalDouble.of(value.value());
    }
    return OptionalDouble.empty();
  }

  static List<Example> of(Task task, List<LabelledWindow> windows) {
    return windows.stream()
        .map(w -> new Example(w.window(), target(task, w.target()).orElseThrow()))
        .toList();
  }

  static List<Example> holding(Collection<Modality> modalities, List<Example> examples) {
    return examples.stream()
        .filter(example -> example.window().present().keySet().containsAll(modalities))
        .toList();
  }

  /** The same window as if only these modalities had sent frames. */
  static AlignedWindow only(Collection<Modality> modalities, AlignedWindow window) {
    Map<Modality, PooledModality> kept = new TreeMap<>(window.present());
    kept.keySet().retainAll(modalities);
    return new AlignedWindow(window.id(), window.session(), kept);
  }
}
