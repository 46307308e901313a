// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;
import java.util.Arrays;

/**
 * The running pool of one modality in one window: per layer the sum and the number of frames that
 * carried it. Float sums halve the changelog, but drift: 4,096 times 0.1 is off by 2e-5. So every
 * {@value #FOLD} frames they are folded into doubles, which an ordinary window never needs.
 */
final class ModalityPool {
  private static final int FOLD = 64;
  private static final double[] NOTHING = {};

  int frames;

  /** Sum of event time − window start, so that it cannot overflow. */
  long timeSumMicros;

  int[] layers;

  /** Over the frames since the last fold. */
  float[][] sums;

  /** Over the frames before it; empty before the first. */
  double[][] folded;

  int[] counts;
  Sequences sequences;

  ModalityPool() {
    this(0, 0, new int[0], new float[0][], new double[0][], new int[0], new Sequences());
  }

  ModalityPool(
      int frames,
      long timeSumMicros,
      int[] layers,
      float[][] sums,
      double[][] folded,
      int[] counts,
      Sequences sequences) {
    this.frames = frames;
    this.timeSumMicros = timeSumMicros;
    this.layers = layers;
    this.sums = sums;
    this.folded = folded;
    this.counts = counts;
    this.sequences = sequences;
  }

  void add(Frame frame, long windowStartMicros) {
    frames++;
    timeSumMicros += frame.eventTimeMicros() - windowStartMicros;
    sequences.add(frame.sequence());
    LayerStack stack = frame.layers();
    for (int i = 0; i < stack.size(); i++) {
      add(stack.indexAt(i), stack.valuesAt(i), i);
    }
  }

  private void add(int layer, float[] values, int guess) {
    int at =
        guess < layers.length && layers[guess] == layer
            ? guess
            : Arrays.binarySearch(layers, layer);
    if (at < 0) {
      insert(-at - 1, layer, values);
      return;
    }
    float[] sum = sums[at];
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
    counts[at]++;
    if (counts[at] % FOLD == 0) {
      fold(at);
    }
  }

  private void fold(int at) {
    float[] sum = sums[at];
    if (folded[at].length == 0) {
      folded[at] = new double[sum.length];
    }
    double[] total = folded[at];
    for (int i = 0; i < sum.length; i++) {
      total[i] += sum[i];
      sum[i] = 0;
    }
  }

  private void insert(int at, int layer, float[] values) {
    int n = layers.length;
    layers = Arrays.copyOf(layers, n + 1);
    sums = Arrays.copyOf(sums, n + 1);
    folded = Arrays.copyOf(folded, n + 1);
    counts = Arrays.copyOf(counts, n + 1);
    System.arraycopy(layers, at, layers, at + 1, n - at);
    System.arraycopy(sums, at, sums, at + 1, n - at);
    System.arraycopy(folded, at, folded, at + 1, n - at);
    System.arraycopy(counts, at, counts, at + 1, n - at);
    layers[at] = layer;
    sums[at] = values.clone();
    folded[at] = NOTHING;
    counts[at] = 1;
  }

  PooledModality pooled(long windowStartMicros) {
    float[][] means = new float[sums.length][];
    for (int layer = 0; layer < sums.length; layer++) {
      means[layer] = mean(sums[layer], folded[layer], counts[layer]);
    }
    return new PooledModality(
        LayerStack.of(layers.clone(), means),
        frames,
        windowStartMicros + Math.round((double) timeSumMicros / frames));
  }

  private static float[] mean(float[] sum, double[] folded, int count) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = folded.length == 0 ? sum[i] / count : (float) ((folded[i] + sum[i]) / count);
    }
    return mean;
  }
}
