// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * Arrays of the calling thread that parts of matrices are copied to for a loop, and back: the
 * compiler vectorises loops over arrays that count from 0, and none over buffers. Valid until the
 * same number is asked for again. Safe for many threads.
 */
final class Scratch {
  /** Of what has no rows: some of these fit the nearest cache. */
  static final int BLOCK = 1024;

  private static final ThreadLocal<float[][]> ARRAYS =
      ThreadLocal.withInitial(() -> new float[5][BLOCK]);

  private Scratch() {}

  /**
   * @param number from 0
   * @param size at the least
   */
  static float[] array(int number, int size) {
    float[][] arrays = ARRAYS.get();
    if (arrays[number].length < size) {
      arrays[number] = new float[size];
    }
    return arrays[number];
  }

  /** A copy of a row. */
  static float[] row(int number, Matrix of, int row) {
    return part(number, of, row * of.cols, of.cols);
  }

  /** A copy of so many values from there on. */
  static float[] part(int number, Matrix of, int from, int size) {
    float[] array = array(number, size);
    of.data.get(from, array, 0, size);
    return array;
  }
}
