// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Arrays;

/**
 * The activations of one frame or one pooled modality: layer index (1 is the shallowest) to vector.
 * The vectors are shared, not copied: whoever holds a stack must not write to them.
 */
public final class LayerStack {
  /** Of a frame whose vectors are not here. */
  public static final LayerStack NONE = new LayerStack(new int[0], new float[0][]);

  private final int[] indices;
  private final float[][] values;

  private LayerStack(int[] indices, float[][] values) {
    this.indices = indices;
    this.values = values;
  }

  /**
   * @param indices strictly increasing, from 1
   * @param values one vector per index, in the same order
   */
  public static LayerStack of(int[] indices, float[][] values) {
    if (indices.length != values.length) {
      throw new IllegalArgumentException(
          indices.length + " layer indices, but " + values.length + " vectors");
    }
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 1 || (i > 0 && indices[i] <= indices[i - 1])) {
        throw new IllegalArgumentException(
            "layer indices must increase from 1: " + Arrays.toString(indices));
      }
    }
    return new LayerStack(indices, values);
  }

  /** A stack of layers 1..n. */
  public static LayerStack ofAll(float[]... values) {
    int[] indices = new int[values.length];
    Arrays.setAll(indices, i -> i + 1);
    return of(indices, values);
  }

  public int size() {
    return indices.length;
  }

  public int indexAt(int position) {
    return indices[position];
  }

  public float[] valuesAt(int position) {
    return values[position];
  }

  public boolean has(int layer) {
    return Arrays.binarySearch(indices, layer) >= 0;
  }

  /** The vector of one layer; asking for an absent layer is an error of the caller. */
  public float[] layer(int layer) {
    int position = Arrays.binarySearch(indices, layer);
    if (position < 0) {
      throw new IllegalArgumentException(
          "layer " + layer + " is absent; present: " + Arrays.toString(indices));
    }
    return values[position];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerStack stack
        && Arrays.equals(indices, stack.indices)
        && Arrays.deepEquals(values, stack.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(indices) + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "LayerStack" + Arrays.toString(indices);
  }
}
