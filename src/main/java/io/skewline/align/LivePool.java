// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The running pool of live mode: per layer the sum and the number of frames that carried it. The
 * first frame's vectors become the sums, and the sums become the means when the window closes, so
 * that pooling allocates nothing. Float sums halve the changelog, but drift: 4,096 times 0.1 is off
 * by 2e-5. So every {@value #FOLD} frames they are folded into doubles, which an ordinary window
 * never needs.
 */
final class LivePool implements Pool {
  private static final int FOLD = 64;

  final long startMicros;
  int frames;

  /** Sum of event time − window start, so that it cannot overflow. */
  long timeSumMicros;

  int[] layers = {};

  /** Over the frames since the last fold. */
  float[][] sums = {};

  /** Over the frames before it; null, whole or for a layer, before the first. */
  double @Nullable [] @Nullable [] folded;

  /** Null as long as every frame has carried the same layers: then each has been in all. */
  int @Nullable [] counts;

  Sequences sequences = new Sequences();

  /** Null where its frames are too many, or not to be read again. */
  @Nullable Origins origins;

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

  int count(int at) {
    return counts == null ? frames : counts[at];
  }

  @Override
  public void add(Frame frame, boolean owned) {
    sequences.add(frame.sequence());
    timeSumMicros += frame.eventTimeMicros() - startMicros;
    if (frames == 0 && frame.placed()) {
      origins = new Origins();
    }
    if (origins != null && !origins.add(frame)) {
      origins = null;
    }
    LayerStack stack = frame.layers();
    if (frames == 0) {
      begin(stack, owned);
    } else if (counts == null && carriesTheSame(stack)) {
      addAll(stack);
    } else {
      addSome(stack, owned);
    }
  }

  private void begin(LayerStack stack, boolean owned) {
    int n = stack.size();
    layers = new int[n];
    sums = new float[n][];
    for (int i = 0; i < n; i++) {
      layers[i] = stack.indexAt(i);
      sums[i] = owned ? stack.valuesAt(i) : stack.valuesAt(i).clone();
    }
    frames = 1;
  }

  private boolean carriesTheSame(LayerStack stack) {
    if (stack.size() != layers.length) {
      return false;
    }
    for (int i = 0; i < layers.length; i++) {
      if (stack.indexAt(i) != layers[i]) {
        return false;
      }
    }
    return true;
  }

  private void addAll(LayerStack stack) {
    frames++;
    for (int i = 0; i < sums.length; i++) {
      add(sums[i], stack.valuesAt(i));
      if (frames % FOLD == 0) {
        fold(i);
      }
    }
  }

  private void addSome(LayerStack stack, boolean owned) {
    if (counts == null) {
      counts = new int[layers.length];
      Arrays.fill(counts, frames);
    }
    frames++;
    for (int i = 0; i < stack.size(); i++) {
      float[] values = stack.valuesAt(i);
      int at = Arrays.binarySearch(layers, stack.indexAt(i));
      if (at < 0) {
        insert(-at - 1, stack.indexAt(i), owned ? values : values.clone());
      } else {
        add(sums[at], values);
        if (++counts[at] % FOLD == 0) {
          fold(at);
        }
      }
    }
  }

  private static void add(float[] sum, float[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }

  private void fold(int at) {
    if (folded == null) {
      folded = new double[sums.length][];
    }
    float[] sum = sums[at];
    if (folded[at] == null) {
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
    counts = Arrays.copyOf(counts, n + 1);
    System.arraycopy(layers, at, layers, at + 1, n - at);
    System.arraycopy(sums, at, sums, at + 1, n - at);
    System.arraycopy(counts, at, counts, at + 1, n - at);
    layers[at] = layer;
    sums[at] = values;
    counts[at] = 1;
    if (folded != null) {
      folded = Arrays.copyOf(folded, n + 1);
      System.arraycopy(folded, at, folded, at + 1, n - at);
      folded[at] = null;
    }
  }

  @Override
  public boolean placed() {
    return origins != null;
  }

  @Override
  public LivePool with(UnaryOperator<Frame> frames) {
    return this;
  }

  @Override
  public PooledModality snapshot() {
    float[][] copies = new float[sums.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = sums[i].clone();
    }
    return means(layers.clone(), copies);
  }

  @Override
  public PooledModality close() {
    return means(layers, sums);
  }

  private PooledModality means(int[] indices, float[][] into) {
    for (int i = 0; i < into.length; i++) {
      mean(into[i], folded == null ? null : folded[i], count(i));
    }
    return new PooledModality(
        LayerStack.of(indices, into),
        frames,
        startMicros + Math.round((double) timeSumMicros / frames));
  }

  private static void mean(float[] sum, double @Nullable [] folded, int count) {
    if (folded != null) {
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
