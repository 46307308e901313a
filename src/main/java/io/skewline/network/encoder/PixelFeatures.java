// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.Random;

/**
 * Grey pixels 0..1, tile after tile, each tile row by row, averaged over {@code shrink × shrink}
 * squares.
 *
 * @param width pixels per row of an input tile
 * @param tiles images per signal: 1, or a frame with its neighbours in time, or its red, green and
 *     blue
 * @param shrink 1 keeps every pixel
 */
public record PixelFeatures(int width, int height, int tiles, int shrink) implements Features {
  public PixelFeatures {
    if (width < 1 || height < 1 || tiles < 1 || shrink < 1) {
      throw new IllegalArgumentException("width, height, tiles and shrink must be at least 1");
    }
    if (width % shrink != 0 || height % shrink != 0) {
      throw new IllegalArgumentException(
          "shrink " + shrink + " does not divide " + width + "x" + height);
    }
  }

  @Override
  public int floats() {
    return tiles * columns() * rows();
  }

  private int columns() {
    return width / shrink;
  }

  private int rows() {
    return height / shrink;
  }

  @Override
  public float[] of(Signal signal) {
    if (!(signal instanceof Signal.Image image)) {
      throw Features.mismatch("an image", signal);
    }
    if (image.width() != width || image.height() != height || image.tiles().size() != tiles) {
      throw new IllegalArgumentException(
          "image is %d of %dx%d, the encoder wants %d of %dx%d"
              .formatted(
                  image.tiles().size(), image.width(), image.height(), tiles, width, height));
    }
    float[] out = new float[floats()];
    float share = 1f / (shrink * shrink);
    for (int tile = 0; tile < tiles; tile++) {
      float[] pixels = image.tiles().get(tile);
      int at = tile * columns() * rows();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          out[at + y / shrink * columns() + x / shrink] += share * pixels[y * width + x];
        }
      }
    }
    return out;
  }

  /** A small rotation, scaling and shift, the same for all tiles, brightness and noise. */
  @Override
  public float[] augment(float[] features, Random random) {
    double angle = 0.12 * random.nextGaussian();
    double scale = 1 + 0.08 * random.nextGaussian();
    double dx = columns() * 0.04 * random.nextGaussian();
    double dy = rows() * 0.04 * random.nextGaussian();
    double gain = 1 + 0.1 * random.nextGaussian();
    double cos = Math.cos(angle) * scale;
    double sin = Math.sin(angle) * scale;
    double cx = (columns() - 1) / 2.0;
    double cy = (rows() - 1) / 2.0;
    float[] out = new float[features.length];
    for (int tile = 0; tile < tiles; tile++) {
      float[] pixels = new float[columns() * rows()];
      System.arraycopy(features, tile * pixels.length, pixels, 0, pixels.length);
      for (int y = 0; y < rows(); y++) {
        for (int x = 0; x < columns(); x++) {
          double u = cos * (x - cx) - sin * (y - cy) + cx + dx;
          double v = sin * (x - cx) + cos * (y - cy) + cy + dy;
          double value = gain * Grid.sample(pixels, columns(), rows(), u, v, true);
          out[tile * pixels.length + y * columns() + x] =
              (float) (value + 0.03 * random.nextGaussian());
        }
      }
    }
    return out;
  }
}
