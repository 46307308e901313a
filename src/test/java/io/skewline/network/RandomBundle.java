// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.Task;
import io.skewline.modality.AlignedWindow;
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
import java.util.Optional;
import java.util.Random;

/** A bundle that nobody has fitted, with everything in it, and windows for it. */
public final class RandomBundle {
  private RandomBundle() {}

  public static Bundle of(SsfnShape shape, long seed) {
    return BundleWriter.write(manifest(shape), parts(shape, seed));
  }

  static SsfnModel.Parts parts(SsfnShape shape, long seed) {
    Random random = new Random(seed);
    SsfnWeights weights = SsfnWeights.random(shape, seed);
    weights.all().values().forEach(m -> shake(m, random));
    Normaliser[] normalisers =
        WindowTable.fitNormalisers(shape, windows(shape.modalities(), 30, 0, seed));
    int modalities = shape.modalities().size();
    int inputs = modalities * shape.width();
    SsfnWeights statistic = SsfnWeights.random(StatisticNetwork.shapes(inputs), seed + 1);
    float[] mismatched = new float[300];
    for (int i = 0; i < mismatched.length; i++) {
      mismatched[i] = (float) random.nextGaussian();
    }
    return new SsfnModel.Parts(
        shape,
        weights,
        normalisers,
        calibration(shape, modalities),
        Optional.of(Agreement.of(statistic, mismatched)));
  }

  private static void shake(Matrix matrix, Random random) {
    for (int i = 0; i < matrix.size(); i++) {
      matrix.data.put(i, matrix.data.get(i) + (float) (0.1 * random.nextGaussian()));
    }
  }

  private static Calibration calibration(SsfnShape shape, int modalities) {
    Map<Integer, Double> bySubset = new HashMap<>();
    for (int subset = 1; subset < 1 << modalities; subset++) {
      bySubset.put(subset, 0.5 + subset / 3.0);
    }
    return shape.task() instanceof Task.Classification
        ? new Calibration(bySubset, Map.of(), 0, 1)
        : new Calibration(Map.of(), bySubset, 1.5, 0.7);
  }

  static BundleManifest manifest(SsfnShape shape) {
    return new BundleManifest(
        3,
        "",
        shape.task(),
        shape.modalities(),
        shape.plan(),
        shape.block().label(),
        shape.width(),
        shape.combine().label(),
        "none",
        Map.of());
  }

  /**
   * @param missing probability that a window lacks one of its modalities
   */
  static List<AlignedWindow> windows(List<ModalitySpec> specs, int n, double missing, long seed) {
    Random random = new Random(seed);
    List<AlignedWindow> windows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Map<Modality, PooledModality> present = new HashMap<>();
      for (ModalitySpec spec : specs) {
        present.put(spec.modality(), new PooledModality(stack(spec, random), 1, 0));
      }
      if (random.nextDouble() < missing) {
        present.remove(specs.get(random.nextInt(specs.size())).modality());
      }
      windows.add(new AlignedWindow(new WindowId(new StreamId("s"), 0, i, i + 1), "", present));
    }
    return windows;
  }

  private static LayerStack stack(ModalitySpec spec, Random random) {
    float[][] layers = new float[spec.layers()][spec.width()];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (float) (2 * random.nextGaussian() + i);
      }
    }
    return LayerStack.ofAll(layers);
  }
}
