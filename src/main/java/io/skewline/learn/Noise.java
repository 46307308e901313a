// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.network.SsfnShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * White noise on the layer vectors of one modality, in proportion to how much each value varies in
 * training: as if it were put on the standardised vectors, whose power is 1.
 */
final class Noise {
  /** Standard deviation of each value, by modality and layer. */
  private final Map<Modality, Map<Integer, float[]>> deviations = new HashMap<>();

  private final long seed;

  /**
   * @param train deviations are of these
   */
  Noise(SsfnShape shape, List<LabelledWindow> train, long seed) {
    this.seed = seed;
    shape.modalities().stream()
        .map(spec -> spec.modality())
        .forEach(
            modality -> {
              Map<Integer, float[]> own = new HashMap<>();
              for (int layer : shape.plan().layers(modality)) {
                own.put(layer, deviation(train, modality, layer));
              }
              deviations.put(modality, own);
            });
  }

  private static float[] deviation(List<LabelledWindow> train, Modality modality, int layer) {
    List<float[]> vectors =
        train.stream()
            .filter(e -> e.window().has(modality))
            .map(e -> e.window().present().get(modality).layers())
            .filter(layers -> layers.has(layer))
            .map(layers -> layers.layer(layer))
            .toList();
    float[] deviation = new float[vectors.isEmpty() ? 0 : vectors.get(0).length];
    for (int i = 0; i < deviation.length; i++) {
      double sum = 0;
      double squares = 0;
      for (float[] vector : vectors) {
        sum += vector[i];
        squares += (double) vector[i] * vector[i];
      }
      double mean = sum / vectors.size();
      deviation[i] = (float) Math.sqrt(Math.max(0, squares / vectors.size() - mean * mean));
    }
    return deviation;
  }

  /**
   * The same noise at every level, but for its size. What the plan does not read is left out.
   *
   * @param decibels signal to noise
   */
  List<AlignedWindow> added(List<AlignedWindow> windows, Modality modality, double decibels) {
    Random random = new Random(seed);
    double size = Math.pow(10, -decibels / 20);
    return windows.stream().map(w -> added(w, modality, size, random)).toList();
  }

  private AlignedWindow added(AlignedWindow window, Modality modality, double size, Random random) {
    PooledModality pooled = window.present().get(modality);
    Map<Integer, float[]> own = Objects.requireNonNull(deviations.get(modality));
    if (pooled == null || own.isEmpty()) {
      return window;
    }
    int[] layers =
        own.keySet().stream().filter(pooled.layers()::has).mapToInt(l -> l).sorted().toArray();
    float[][] values = new float[layers.length][];
    for (int l = 0; l < layers.length; l++) {
      float[] deviation = Objects.requireNonNull(own.get(layers[l]));
      values[l] = pooled.layers().layer(layers[l]).clone();
      for (int i = 0; i < values[l].length; i++) {
        values[l][i] += (float) (size * deviation[i] * random.nextGaussian());
      }
    }
    return ClockShift.with(window, modality, LayerStack.of(layers, values));
  }
}
