// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two modalities of two layers each, ten windows to a stream; each hides one number. */
final class Synthetic {
  static final Modality AUDIO = new Modality("audio");
  static final Modality VIDEO = new Modality("video");
  static final List<ModalitySpec> MODALITIES =
      List.of(new ModalitySpec(AUDIO, 2, 12), new ModalitySpec(VIDEO, 2, 9));
  static final Task PARITY = new Task.Classification(List.of("same", "different"));
  static final Task SUM = new Task.Regression();

  private final Random random;
  private final float[][][] directions = new float[2][2][];

  Synthetic(long seed) {
    random = new Random(seed);
    for (int m = 0; m < 2; m++) {
      for (int l = 0; l < 2; l++) {
        directions[m][l] = gaussian(MODALITIES.get(m).width());
      }
    }
  }

  /** The label says whether the signs of two hidden numbers agree: neither tells it alone. */
  List<LabelledWindow> parity(int windows) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      double a = random.nextBoolean() ? 1 : -1;
      double b = random.nextBoolean() ? 1 : -1;
      examples.add(example(i, a, b, new Label.ClassTarget(a == b ? "same" : "different")));
    }
    return examples;
  }

  /** The value is the sum of the hidden numbers. */
  List<LabelledWindow> sum(int windows) {
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      examples.add(example(i, a, b, new Label.ValueTarget(3 * (a + b) + 0.3)));
    }
    return examples;
  }

  private LabelledWindow example(int i, double a, double b, Label.Target target) {
    Map<Modality, PooledModality> present =
        Map.of(
            AUDIO,
            new PooledModality(stack(0, a), 1, i),
            VIDEO,
            new PooledModality(stack(1, b), 1, i));
    WindowId id = new WindowId(new StreamId("stream-" + i / 10), 0, i, i + 1L);
    return new LabelledWindow(new AlignedWindow(id, "", present), target, "", "");
  }

  private LayerStack stack(int modality, double hidden) {
    float[][] layers = new float[2][];
    for (int l = 0; l < 2; l++) {
      layers[l] = gaussian(directions[modality][l].length);
      for (int j = 0; j < layers[l].length; j++) {
        layers[l][j] = 5 + 0.4f * layers[l][j] + (float) hidden * directions[modality][l][j];
      }
    }
    return LayerStack.ofAll(layers);
  }

  private float[] gaussian(int size) {
    float[] values = new float[size];
    for (int j = 0; j < size; j++) {
      values[j] = (float) random.nextGaussian();
    }
    return values;
  }

  static FitSettings settings(Task task, String block, long seed) {
    return new FitSettings(
        task,
        MODALITIES,
        FusionPlan.pairwise(MODALITIES),
        block,
        16,
        60,
        32,
        0.005,
        0.2,
        0.25,
        seed);
  }
}
