// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.Locale;
import java.util.Random;

/**
 * Character n-grams of lengths 1..{@code longest} hashed with a sign into {@code buckets}, counts
 * damped by a logarithm, the vector scaled to length 1.
 *
 * @param buckets floats of the vector
 */
public record TextFeatures(int buckets, int longest) implements Features {
  public TextFeatures {
    if (buckets < 16 || longest < 1 || longest > 8) {
      throw new IllegalArgumentException(
          "buckets >= 16 and longest 1..8 needed: " + buckets + ", " + longest);
    }
  }

  /** N-grams up to 5 letters in so many buckets that few of a sentence share one. */
  public static TextFeatures sentences() {
    return new TextFeatures(16_384, 5);
  }

  @Override
  public int floats() {
    return buckets;
  }

  @Override
  public float[] of(Signal signal) {
    if (!(signal instanceof Signal.Text text)) {
      throw Features.mismatch("text", signal);
    }
    int[] points = (" " + text.text().toLowerCase(Locale.ROOT) + " ").codePoints().toArray();
    float[] out = new float[buckets];
    for (int from = 0; from < points.length; from++) {
      long hash = 0xcbf29ce484222325L;
      for (int n = 0; n < longest && from + n < points.length; n++) {
        hash = (hash ^ points[from + n]) * 0x100000001b3L;
        long mixed = mix(hash);
        out[(int) Long.remainderUnsigned(mixed >>> 1, buckets)] += (mixed & 1) == 0 ? 1 : -1;
      }
    }
    return damped(out);
  }

  private static float[] damped(float[] counts) {
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (float) (Math.signum(counts[i]) * Math.log1p(Math.abs(counts[i])));
      squares += counts[i] * counts[i];
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < counts.length; i++) {
      counts[i] *= scale;
    }
    return counts;
  }

  // FNV alone leaves neighbouring n-grams in neighbouring buckets.
  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return mixed ^ (mixed >>> 33);
  }

  @Override
  public boolean sparse() {
    return true;
  }

  /** Forgets half of the buckets. */
  @Override
  public float[] augment(float[] features, Random random) {
    float[] out = features.clone();
    for (int i = 0; i < out.length; i++) {
      if (random.nextBoolean()) {
        out[i] = 0;
      }
    }
    return out;
  }
}
