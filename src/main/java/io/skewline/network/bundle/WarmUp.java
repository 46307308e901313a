// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.bundle;

import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
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
import java.util.SortedSet;
import java.util.TreeMap;

/** Runs a model on made-up windows, so that its first real batch finds compiled loops. */
final class WarmUp {
  private static final int[] BATCHES = {1, 8, 32};
  private static final int ROUNDS = 20;

  private WarmUp() {}

  /** Whether every score was finite. */
  static boolean run(FusionModel model) {
    List<AlignedWindow> windows = windows(model.manifest());
    boolean finite = true;
    for (int round = 0; round < ROUNDS; round++) {
      for (int batch : BATCHES) {
        finite &= model.score(windows.subList(0, batch)).stream().allMatch(WarmUp::finite);
      }
    }
    return finite;
  }

  private static boolean finite(FusionScore score) {
    boolean finite = Double.isFinite(score.confidence());
    for (float value : score.scores()) {
      finite &= Float.isFinite(value);
    }
    return finite;
  }

  /** Every fourth window lacks a modality, each in turn. */
  private static List<AlignedWindow> windows(BundleManifest manifest) {
    List<ModalitySpec> specs = manifest.modalities();
    Map<Modality, PooledModality> complete = new TreeMap<>();
    for (ModalitySpec spec : specs) {
      LayerStack layers = stack(spec, manifest.plan().layers(spec.modality()));
      complete.put(spec.modality(), new PooledModality(layers, 1, 0));
    }
    List<AlignedWindow> windows = new ArrayList<>();
    for (int i = 0; i < BATCHES[BATCHES.length - 1]; i++) {
      Map<Modality, PooledModality> present = new TreeMap<>(complete);
      if (i % 4 == 3) {
        present.remove(specs.get(i / 4 % specs.size()).modality());
      }
      WindowId id = new WindowId(new StreamId("warm-up"), 0, i, i + 1L);
      windows.add(new AlignedWindow(id, "", present));
    }
    return windows;
  }

  private static LayerStack stack(ModalitySpec spec, SortedSet<Integer> layers) {
    Random random = new Random(1);
    float[][] values = new float[layers.size()][spec.width()];
    for (float[] layer : values) {
      for (int j = 0; j < layer.length; j++) {
        layer[j] = (float) random.nextGaussian();
      }
    }
    return LayerStack.of(layers.stream().mapToInt(Integer::intValue).toArray(), values);
  }
}
