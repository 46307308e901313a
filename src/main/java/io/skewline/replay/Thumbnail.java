// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures of any size to red, green and blue tiles of one size, 0..1: each pixel of a tile is the
 * mean of the rectangle it stands for, the picture is stretched to the square, transparency is
 * ignored. The arithmetic is ours, so that it is the same on every platform.
 */
final class Thumbnail {
  private Thumbnail() {}

  /** Three tiles of {@code size × size}. */
  static List<float[]> read(Path path, int size) throws IOException {
    BufferedImage image = SignalFiles.image(path);
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    float[][] tiles = new float[3][size * size];
    for (int y = 0; y < size; y++) {
      int top = y * image.getHeight() / size;
      int bottom = Math.max(top + 1, (y + 1) * image.getHeight() / size);
      for (int x = 0; x < size; x++) {
        int left = x * image.getWidth() / size;
        int right = Math.max(left + 1, (x + 1) * image.getWidth() / size);
        mean(rgb, image.getWidth(), new int[] {left, top, right, bottom}, tiles, y * size + x);
      }
    }
    return List.of(tiles);
  }

  private static void mean(int[] rgb, int width, int[] box, float[][] tiles, int at) {
    long[] sums = new long[3];
    for (int y = box[1]; y < box[3]; y++) {
      for (int x = box[0]; x < box[2]; x++) {
        int pixel = rgb[y * width + x];
        sums[0] += pixel >> 16 & 0xff;
        sums[1] += pixel >> 8 & 0xff;
        sums[2] += pixel & 0xff;
      }
    }
    long count = (long) (box[2] - box[0]) * (box[3] - box[1]);
    for (int channel = 0; channel < 3; channel++) {
      tiles[channel][at] = (float) (sums[channel] / (255.0 * count));
    }
  }
}
