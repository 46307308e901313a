// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.SsfnSpec;
import io.skewline.network.ssfn.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.FloatPointer;

/** Every fitted tensor of one network in one flat array, and its gradient in another. */
final class Parameters implements AutoCloseable {
  private static final double TOKEN_SPREAD = 0.02;
  private final SortedMap<String, int[]> shapes;
  private final Map<String, Integer> offsets = new HashMap<>();
  private final Map<String, FloatPointer> values = new HashMap<>();
  private final Map<String, FloatPointer> gradients = new HashMap<>();
  final Twin value;
  final Twin gradient;
  final int size;

  Parameters(SsfnSpec spec) {
    shapes = spec.weights();
    int total = 0;
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      offsets.put(entry.getKey(), total);
      total += entry.getValue()[0] * entry.getValue()[1];
    }
    size = total;
    value = new Twin(size);
    gradient = new Twin(size);
    offsets.forEach((name, offset) -> values.put(name, value.pointer(offset)));
    offsets.forEach((name, offset) -> gradients.put(name, gradient.pointer(offset)));
  }

  /** Weights uniform by fan-in and fan-out, gains 1, tokens small, everything else 0. */
  void initialise(Random random) {
    shapes.forEach((name, shape) -> initialise(name, shape, random));
    value.push(size);
  }

  private void initialise(String name, int[] shape, Random random) {
    int from = offset(name);
    int to = from + shape[0] * shape[1];
    if (name.endsWith(".weight")) {
      double bound = Math.sqrt(6.0 / (shape[0] + shape[1]));
      for (int i = from; i < to; i++) {
        value.heap[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    } else if (name.startsWith("mask.")) {
      for (int i = from; i < to; i++) {
        value.heap[i] = (float) (random.nextGaussian() * TOKEN_SPREAD);
      }
    } else {
      Arrays.fill(value.heap, from, to, name.endsWith(".gain") ? 1 : 0);
    }
  }

  int offset(String name) {
    return offsets.get(name);
  }

  FloatPointer value(String name) {
    return values.get(name);
  }

  /** Valid after {@code value.pull} or while the heap is the original. */
  float valueAt(String name, int index) {
    return value.heap[offset(name) + index];
  }

  FloatPointer gradient(String name) {
    return gradients.get(name);
  }

  void putGradient(String name, float[] sums) {
    gradient.put(offset(name), sums);
  }

  /** 1 where weight decay applies, else 0. */
  float[] decayed() {
    float[] decayed = new float[size];
    shapes.forEach(
        (name, shape) -> {
          int from = offset(name);
          boolean weight = name.endsWith(".weight");
          Arrays.fill(decayed, from, from + shape[0] * shape[1], weight ? 1 : 0);
        });
    return decayed;
  }

  /** Copies of the tensors that {@code flat} holds in the order of this object. */
  SortedMap<String, Tensor> tensors(float[] flat) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    shapes.forEach(
        (name, shape) -> {
          int from = offset(name);
          float[] part = Arrays.copyOfRange(flat, from, from + shape[0] * shape[1]);
          tensors.put(name, new Tensor(shape[0], shape[1], part));
        });
    return tensors;
  }

  @Override
  public void close() {
    value.close();
    gradient.close();
  }
}
