// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.fusion.Bundle;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.network.FitOptions;
import io.skewline.network.SsfnShape;
import io.skewline.network.SsfnTrainer;
import io.skewline.topology.FusionApp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A real model of the app's plan, block and width, fitted to two clouds of points. */
public final class SmallModel {
  private static final int EXAMPLES = 60;
  private static final int HELD_OUT = 15;

  private SmallModel() {}

  static Bundle fit(FusionApp app) {
    return fit(app.shape(), 1);
  }

  /**
   * @param version also the seed
   */
  public static Bundle fit(SsfnShape shape, long version) {
    Random random = new Random(version);
    List<LabelledWindow> examples = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      examples.add(example(shape, i, random));
    }
    FitOptions options = new FitOptions(3, 3, 32, 0.01, 0.2, 0.1, 0.1, 0.01, version);
    return new SsfnTrainer(shape, options)
        .fit(
            examples.subList(0, EXAMPLES - HELD_OUT),
            examples.subList(EXAMPLES - HELD_OUT, EXAMPLES))
        .bundle(version, "", Map.of());
  }

  private static LabelledWindow example(SsfnShape shape, int number, Random random) {
    boolean yes = random.nextBoolean();
    Map<Modality, PooledModality> present = new HashMap<>();
    for (ModalitySpec spec : shape.modalities()) {
      present.put(spec.modality(), new PooledModality(stack(spec, yes, random), 1, number * 1_000));
    }
    WindowId id =
        new WindowId(
            new StreamId("train-" + number % 5), 0, number * 1_000L, number * 1_000L + 1_000);
    return new LabelledWindow(
        new AlignedWindow(id, "", present), new Label.ClassTarget(yes ? "yes" : "no"), "", "");
  }

  private static LayerStack stack(ModalitySpec spec, boolean yes, Random random) {
    float[][] layers = new float[spec.layers()][spec.width()];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (yes ? 0.2f : -0.2f) + (float) random.nextGaussian();
      }
    }
    return LayerStack.ofAll(layers);
  }
}
