// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Examples that are told apart by their number: the window's start. */
final class OnlineExamples {
  private OnlineExamples() {}

  static LabelledWindow example(long number, String name) {
    return example(number, new Label.ClassTarget(name), 4, "audio", "video");
  }

  static LabelledWindow example(long number, Label.Target target, int width, String... modalities) {
    Map<Modality, PooledModality> present = new HashMap<>();
    for (String modality : modalities) {
      float[] values = new float[width];
      for (int i = 0; i < width; i++) {
        values[i] = number + i / 8f;
      }
      present.put(new Modality(modality), new PooledModality(LayerStack.ofAll(values), 1, number));
    }
    WindowId id = new WindowId(new StreamId("cam"), 0, number, number + 1);
    return new LabelledWindow(new AlignedWindow(id, "s", present), target, "", "someone");
  }

  static long number(LabelledWindow example) {
    return example.window().id().startMicros();
  }

  static List<Long> numbers(ExampleBuffer buffer) {
    return buffer.examples().all().stream().map(OnlineExamples::number).toList();
  }

  static long count(ExampleBuffer buffer, String name) {
    Label.Target target = new Label.ClassTarget(name);
    return buffer.examples().all().stream().filter(e -> e.target().equals(target)).count();
  }
}
