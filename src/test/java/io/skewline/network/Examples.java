// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up windows: the class is the exclusive or of a sign in audio and a sign in video. */
public final class Examples {
  public static final Modality AUDIO = new Modality("audio");
  public static final Modality VIDEO = new Modality("video");
  public static final List<ModalitySpec> SPECS =
      List.of(new ModalitySpec(AUDIO, 3, 5), new ModalitySpec(VIDEO, 3, 4));
  public static final Task YES_NO = new Task.Classification(List.of("no", "yes"));

  private Examples() {}

  static SsfnShape shape(Task task, SsfnShape.Block block) {
    return shape(task, block, SsfnShape.Combine.MEAN);
  }

  static SsfnShape shape(Task task, SsfnShape.Block block, SsfnShape.Combine combine) {
    return new SsfnShape(task, SPECS, FusionPlan.skewPair(SPECS, 1, 2), block, 6, combine);
  }

  /**
   * @param missing share of windows that lack one modality
   */
  public static List<LabelledWindow> exclusiveOr(int n, double missing, long seed) {
    Random random = new Random(seed);
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean a = random.nextBoolean();
      boolean b = random.nextBoolean();
      Map<Modality, PooledModality> present = new HashMap<>();
      present.put(AUDIO, pooled(SPECS.get(0), a, random));
      present.put(VIDEO, pooled(SPECS.get(1), b, random));
      if (random.nextDouble() < missing) {
        present.remove(random.nextBoolean() ? AUDIO : VIDEO);
      }
      WindowId id = new WindowId(new StreamId("s" + i % 10), 0, i * 1000L, i * 1000L + 1000);
      examples.add(
          new LabelledWindow(
              new AlignedWindow(id, "", present),
              new Label.ClassTarget(a ^ b ? "yes" : "no"),
              "",
              ""));
    }
    return examples;
  }

  private static PooledModality pooled(ModalitySpec spec, boolean sign, Random random) {
    float[][] layers = new float[spec.layers()][spec.width()];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (float) (3 + 0.3 * random.nextGaussian());
      }
      layer[0] += sign ? 1 : -1;
    }
    return new PooledModality(LayerStack.ofAll(layers), 1, 0);
  }

  static List<AlignedWindow> windows(List<LabelledWindow> examples) {
    return examples.stream().map(LabelledWindow::window).toList();
  }
}
