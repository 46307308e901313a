// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
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
import java.util.TreeMap;

/** Small networks with random weights, and random windows for them. */
public final class TestModels {
  public static final Modality AUDIO = new Modality("audio");
  public static final Modality VIDEO = new Modality("video");
  public static final Modality TEXT = new Modality("text");
  public static final List<ModalitySpec> TWO =
      List.of(new ModalitySpec(AUDIO, 3, 7), new ModalitySpec(VIDEO, 2, 5));
  public static final List<ModalitySpec> THREE =
      List.of(
          new ModalitySpec(AUDIO, 3, 7),
          new ModalitySpec(VIDEO, 2, 5),
          new ModalitySpec(TEXT, 4, 6));
  public static final Task COLOURS = new Task.Classification(List.of("red", "green", "blue"));
  public static final Task VALUE = new Task.Regression();

  private TestModels() {}

  public static SsfnSpec spec(Task task, List<ModalitySpec> modalities, Block block) {
    return new SsfnSpec(task, modalities, FusionPlan.pairwise(modalities), block, 8);
  }

  public static TensorSet tensors(SsfnSpec spec, Random random) {
    Map<String, Tensor> tensors = new TreeMap<>();
    spec.tensors()
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape[0] * shape[1]];
              for (int i = 0; i < values.length; i++) {
                boolean positive = name.endsWith(".deviation") || name.equals(Tensors.CALIBRATION);
                values[i] =
                    positive
                        ? 0.5f + random.nextFloat()
                        : (float) random.nextGaussian() * (name.endsWith("gain") ? 1 : 0.4f);
              }
              tensors.put(name, new Tensor(shape[0], shape[1], values));
            });
    return new TensorSet(tensors);
  }

  public static BundleManifest manifest(SsfnSpec spec) {
    return new BundleManifest(
        3,
        "parent",
        spec.task(),
        spec.modalities(),
        spec.plan(),
        spec.block().label(),
        spec.width(),
        Map.of("fused", new BundleManifest.Metric(0.8, 0.7, 0.9, 100)));
  }

  /** Windows of which about half lack a modality or a layer; none is empty. */
  public static List<AlignedWindow> windows(List<ModalitySpec> specs, int count, Random random) {
    List<AlignedWindow> windows = new ArrayList<>();
    while (windows.size() < count) {
      Map<Modality, PooledModality> present = new TreeMap<>();
      for (ModalitySpec spec : specs) {
        if (random.nextInt(4) > 0) {
          present.put(spec.modality(), new PooledModality(stack(spec, random), 1, 0));
        }
      }
      if (!present.isEmpty()) {
        windows.add(window(windows.size(), present));
      }
    }
    return windows;
  }

  public static AlignedWindow window(int index, Map<Modality, PooledModality> present) {
    return new AlignedWindow(
        new WindowId(new StreamId("stream-" + index), 0, index, index + 1L), "", present);
  }

  private static LayerStack stack(ModalitySpec spec, Random random) {
    List<float[]> layers = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (int layer = 1; layer <= spec.layers(); layer++) {
      if (layer == spec.layers() || random.nextInt(5) > 0) {
        float[] values = new float[spec.width()];
        for (int j = 0; j < values.length; j++) {
          values[j] = (float) random.nextGaussian() * 2 + 1;
        }
        layers.add(values);
        indices.add(layer);
      }
    }
    int[] index = indices.stream().mapToInt(Integer::intValue).toArray();
    return LayerStack.of(index, layers.toArray(float[][]::new));
  }
}
