// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a sensor saw before any feature was computed. Buffers are shared between the signals of one
 * item (all frames of a clip look into the same sound) and are never written to.
 */
public sealed interface Signal {

  /**
   * The same signal over changed buffers, e.g. noisy ones. The operator sees shared buffers more
   * than once: it must answer the same buffer for the same input.
   */
  Signal over(UnaryOperator<float[]> change);

  /**
   * @param pcm mono samples, −1..1
   * @param sampleRate samples per second
   * @param centre the sample index a patch is cut around; ignored where the whole item is used
   */
  record Sound(float[] pcm, int sampleRate, int centre) implements Signal {
    @Override
    public Signal over(UnaryOperator<float[]> change) {
      return new Sound(change.apply(pcm), sampleRate, centre);
    }
  }

  /**
   * @param tiles grey images 0..1, row by row, all of one size: one, several in order of time, or
   *     the red, green and blue of a picture
   */
  record Image(int width, int height, List<float[]> tiles) implements Signal {
    public Image {
      tiles = List.copyOf(tiles);
      for (float[] tile : tiles) {
        if (tile.length != width * height) {
          throw new IllegalArgumentException(
              "an image of " + width + "x" + height + " has " + tile.length + " pixels");
        }
      }
    }

    @Override
    public Signal over(UnaryOperator<float[]> change) {
      return new Image(width, height, tiles.stream().map(change).toList());
    }
  }

  /** Plain text; it has no buffer, so nothing can be added to it. */
  record Text(String text) implements Signal {
    @Override
    public Signal over(UnaryOperator<float[]> change) {
      throw new IllegalArgumentException("noise cannot be added to text");
    }
  }

  /** A feature vector that somebody else computed. */
  record Row(float[] values) implements Signal {
    @Override
    public Signal over(UnaryOperator<float[]> change) {
      return new Row(change.apply(values));
    }
  }
}
