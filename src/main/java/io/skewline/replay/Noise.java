// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** White noise at a signal-to-noise ratio, on the raw buffers: samples, pixels or row values. */
final class Noise {
  private Noise() {}

  /**
   * A buffer shared by several frames gets one and the same noise.
   *
   * @param decibels SNR by modality, against the buffer's power about its own mean
   */
  static Item add(Item item, Map<Modality, Double> decibels, Random random) {
    if (decibels.isEmpty()) {
      return item;
    }
    IdentityHashMap<float[], float[]> noisy = new IdentityHashMap<>();
    List<RawFrame> frames = new ArrayList<>();
    for (RawFrame frame : item.frames()) {
      Double snr = decibels.get(frame.modality());
      frames.add(
          snr == null
              ? frame
              : new RawFrame(
                  frame.modality(),
                  frame.offsetMicros(),
                  frame.durationMicros(),
                  frame.signal().over(b -> noisy.computeIfAbsent(b, k -> with(k, snr, random)))));
    }
    return item.withFrames(frames);
  }

  private static float[] with(float[] clean, double snr, Random random) {
    double mean = 0;
    for (float value : clean) {
      mean += value / clean.length;
    }
    double power = 0;
    for (float value : clean) {
      power += (value - mean) * (value - mean) / clean.length;
    }
    double sigma = Math.sqrt(power * Math.pow(10, -snr / 10));
    float[] out = new float[clean.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (clean[i] + sigma * random.nextGaussian());
    }
    return out;
  }
}
