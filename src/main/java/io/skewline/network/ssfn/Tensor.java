// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

/**
 * A named part of a bundle; a vector is a tensor of one row. The values are shared: whoever holds a
 * tensor must not write to them.
 *
 * @param values row-major, rows · columns
 */
public record Tensor(int rows, int columns, float[] values) {
  public Tensor {
    if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "a tensor of " + rows + "×" + columns + " cannot hold " + values.length + " values");
    }
  }

  public static Tensor vector(float... values) {
    return new Tensor(1, values.length, values);
  }

  public boolean isFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
