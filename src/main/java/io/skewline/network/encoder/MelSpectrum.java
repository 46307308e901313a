// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * One Hann-windowed log-mel spectrum. The tables are read only, so one object serves many threads.
 */
final class MelSpectrum {
  /** About −60 dB of a full-scale tone: quieter than this is silence. */
  private static final double FLOOR = 1e-6;

  private static final Map<String, MelSpectrum> SHARED = new ConcurrentHashMap<>();

  private final int window;
  private final int bands;
  private final float[] hann;
  private final float[][] weights;
  private final FloatFFT_1D fft;

  private MelSpectrum(int sampleRate, int window, int bands) {
    this.window = window;
    this.bands = bands;
    this.hann = new float[window];
    for (int i = 0; i < window; i++) {
      hann[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / window));
    }
    this.weights = triangles(sampleRate, window, bands);
    this.fft = new FloatFFT_1D(window);
  }

  static MelSpectrum of(int sampleRate, int window, int bands) {
    return SHARED.computeIfAbsent(
        sampleRate + "/" + window + "/" + bands, key -> new MelSpectrum(sampleRate, window, bands));
  }

  /** Samples outside the sound are silence. */
  void write(float[] pcm, int from, float[] out, int at) {
    float[] buffer = new float[window];
    int first = Math.max(0, -from);
    int last = Math.min(window, pcm.length - from);
    for (int i = first; i < last; i++) {
      buffer[i] = pcm[from + i] * hann[i];
    }
    fft.realForward(buffer);
    float[] power = new float[window / 2];
    for (int bin = 1; bin < power.length; bin++) {
      float re = buffer[2 * bin];
      float im = buffer[2 * bin + 1];
      power[bin] = (re * re + im * im) / window;
    }
    for (int band = 0; band < bands; band++) {
      double energy = 0;
      for (int bin = 1; bin < power.length; bin++) {
        energy += weights[band][bin] * power[bin];
      }
      out[at + band] = (float) Math.log(energy + FLOOR);
    }
  }

  private static float[][] triangles(int sampleRate, int window, int bands) {
    double low = mel(60);
    double high = mel(sampleRate / 2.0);
    double[] edges = new double[bands + 2];
    for (int i = 0; i < edges.length; i++) {
      double hertz = 700 * (Math.exp((low + (high - low) * i / (bands + 1)) / 1127) - 1);
      edges[i] = hertz * window / sampleRate;
    }
    float[][] weights = new float[bands][window / 2];
    for (int band = 0; band < bands; band++) {
      double centre = edges[band + 1];
      // Low bands are narrower than a bin: a triangle at least one bin wide never comes out empty.
      double left = Math.min(edges[band], centre - 1);
      double right = Math.max(edges[band + 2], centre + 1);
      for (int bin = 0; bin < window / 2; bin++) {
        double rise = (bin - left) / (centre - left);
        double fall = (right - bin) / (right - centre);
        weights[band][bin] = (float) Math.max(0, Math.min(rise, fall));
      }
    }
    return weights;
  }

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }
}
