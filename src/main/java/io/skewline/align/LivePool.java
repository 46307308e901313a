// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;
import java.util.Arrays;

/**
 * The running pool of live mode: per layer the sum and the number of frames that carried it. The
 * first frame's vectors become the sums, and the sums become the means when the window closes, so
 * that pooling allocates nothing. Float sums halve the changelog, but drift: 4,096 times 0.1 is off
 * by 2e-5. So every {@value #FOLD} frames they are folded into doubles, which an ordinary window
 * never needs.
 */
final class LivePool implements Pool {
  private static final int FOLD = 64;
  static final double[] NOTHING = {};

  final long startMicros;
  int frames;

  /** Sum of event time − window start, so that it cannot overflow. */
  long timeSumMicros;

  int[] layers = {};

  /** Over the frames since the last fold. */
  float[][] sums = {};

  /** Over the frames before it; empty before the first. */
  double[][] folded = {};

  int[] counts = {};
  Sequences sequences = new Sequences();

  LivePool(long startMicros) {
    this.startMicros = startMicros;
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public boolean contains(long sequence) {
    return sequences.contains(sequence);
  }

  @Override
  public long lastSequence() {
    return sequences.last();
  }

  @Override
  public void add(Frame frame, boolean owned) {
    sequences.add(frame.sequence());
    addTo(frame, owned);
  }

  private void addTo(Frame frame, boolean owned) {
    frames++;
    timeSumMicros += frame.eventTimeMicros() - startMicros;
    LayerStack stack = frame.layers();
    if (frames == 1) {
      begin(stack, owned);
      return;
    }
    for (int i = 0; i < stack.size(); i++) {
      add(stack.indexAt(i), stack.valuesAt(i), i, owned);
    }
  }

  private void begin(LayerStack stack, boolean owned) {
    int n = stack.size();
    layers = new int[n];
    sums = new float[n][];
    folded = new double[n][];
    counts = new int[n];
    for (int i = 0; i < n; i++) {
      layers[i] = stack.indexAt(i);
      sums[i] = owned ? stack.valuesAt(i) : stack.valuesAt(i).clone();
      folded[i] = NOTHING;
      counts[i] = 1;
    }
  }

  private void add(int layer, float[] values, int guess, boolean owned) {
    int at =
        guess < layers.length && layers[guess] == layer
            ? guess
            : Arrays.binarySearch(layers, layer);
    if (at < 0) {
      insert(-at - 1, layer, owned ? values : values.clone());
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
    sums[at] = values;
    folded[at] = NOTHING;
    counts[at] = 1;
  }

  @Override
  public PooledModality snapshot() {
    float[][] copies = new float[sums.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = sums[i].clone();
    }
    return means(copies);
  }

  @Override
  public PooledModality close() {
    return means(sums);
  }

  private PooledModality means(float[][] into) {
    for (int i = 0; i < into.length; i++) {
      mean(into[i], folded[i], counts[i]);
    }
    return new PooledModality(
        LayerStack.of(layers.clone(), into),
        frames,
        startMicros + Math.round((double) timeSumMicros / frames));
  }

  private static void mean(float[] sum, double[] folded, int count) {
    if (folded.length > 0) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = (float) ((folded[i] + sum[i]) / count);
      }
    } else if (count > 1) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= count;
      }
    }
  }
}
