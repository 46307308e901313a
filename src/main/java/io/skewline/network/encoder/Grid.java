// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

/** Bilinear look-ups in a row-major grid. */
final class Grid {
  private Grid() {}

  /**
   * @param clamp beyond the edge: true repeats the edge, false is 0
   */
  static double sample(float[] grid, int width, int height, double x, double y, boolean clamp) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double fx = x - left;
    double fy = y - top;
    return (1 - fy)
            * ((1 - fx) * at(grid, width, height, left, top, clamp)
                + fx * at(grid, width, height, left + 1, top, clamp))
        + fy
            * ((1 - fx) * at(grid, width, height, left, top + 1, clamp)
                + fx * at(grid, width, height, left + 1, top + 1, clamp));
  }

  private static double at(float[] grid, int width, int height, int x, int y, boolean clamp) {
    if (!clamp && (x < 0 || y < 0 || x >= width || y >= height)) {
      return 0;
    }
    int column = Math.max(0, Math.min(width - 1, x));
    int row = Math.max(0, Math.min(height - 1, y));
    return grid[row * width + column];
  }
}
