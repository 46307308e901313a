// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.encoder;

import java.util.Random;

/**
 * Log-mel spectra, time-major ({@code frames × bands}), with the patch's own mean taken off so that
 * loudness does not matter.
 *
 * @param sampleRate samples per second; a sound of another rate is an error
 * @param window samples per spectrum, a power of two
 * @param hop samples between spectra
 * @param whole true: the whole sound, stretched to {@code frames}; false: {@code frames} spectra
 *     around the sound's centre, silence beyond its ends
 */
public record MelFeatures(int sampleRate, int window, int hop, int bands, int frames, boolean whole)
    implements Features {
  public MelFeatures {
    if (sampleRate < 1000 || hop < 1 || frames < 2) {
      throw new IllegalArgumentException(
          "sampleRate >= 1000, hop >= 1, frames >= 2 needed: "
              + sampleRate
              + ", "
              + hop
              + ", "
              + frames);
    }
    if (Integer.bitCount(window) != 1 || window < 32) {
      throw new IllegalArgumentException("window must be a power of two >= 32: " + window);
    }
    if (bands < 2 || bands > window / 4) {
      throw new IllegalArgumentException("bands must be 2.." + window / 4 + ": " + bands);
    }
  }

  @Override
  public int floats() {
    return frames * bands;
  }

  @Override
  public float[] of(Signal signal) {
    if (!(signal instanceof Signal.Sound sound)) {
      throw Features.mismatch("sound", signal);
    }
    if (sound.sampleRate() != sampleRate) {
      throw new IllegalArgumentException(
          "sound has " + sound.sampleRate() + " samples per second, the encoder " + sampleRate);
    }
    float[] patch = whole ? stretched(sound.pcm()) : around(sound.pcm(), sound.centre());
    return centred(patch);
  }

  private float[] around(float[] pcm, int centre) {
    MelSpectrum spectrum = MelSpectrum.of(sampleRate, window, bands);
    float[] out = new float[floats()];
    int first = centre - window / 2 - (frames - 1) * hop / 2;
    for (int frame = 0; frame < frames; frame++) {
      spectrum.write(pcm, first + frame * hop, out, frame * bands);
    }
    return out;
  }

  private float[] stretched(float[] pcm) {
    MelSpectrum spectrum = MelSpectrum.of(sampleRate, window, bands);
    int count = Math.max(2, 1 + Math.max(0, pcm.length - window) / hop);
    float[] all = new float[count * bands];
    for (int frame = 0; frame < count; frame++) {
      spectrum.write(pcm, frame * hop, all, frame * bands);
    }
    float[] out = new float[floats()];
    for (int frame = 0; frame < frames; frame++) {
      double at = frame * (count - 1.0) / (frames - 1);
      int low = Math.min((int) at, count - 2);
      float part = (float) (at - low);
      for (int band = 0; band < bands; band++) {
        out[frame * bands + band] =
            (1 - part) * all[low * bands + band] + part * all[(low + 1) * bands + band];
      }
    }
    return out;
  }

  private static float[] centred(float[] patch) {
    double sum = 0;
    for (float value : patch) {
      sum += value;
    }
    float mean = (float) (sum / patch.length);
    for (int i = 0; i < patch.length; i++) {
      patch[i] -= mean;
    }
    return patch;
  }

  /** Time shift and stretch, shift along the bands (another throat), tilt, noise and masks. */
  @Override
  public float[] augment(float[] features, Random random) {
    float[] out = new float[features.length];
    double timeScale = 1 + 0.12 * random.nextGaussian();
    double timeShift = frames * 0.05 * random.nextGaussian();
    double bandScale = 1 + 0.06 * random.nextGaussian();
    double bandShift = 0.7 * random.nextGaussian();
    double tilt = 0.6 * random.nextGaussian();
    int maskBand = random.nextInt(bands);
    int maskTime = random.nextInt(frames);
    int maskBands = random.nextInt(Math.max(1, bands / 6) + 1);
    int maskTimes = random.nextInt(Math.max(1, frames / 6) + 1);
    for (int frame = 0; frame < frames; frame++) {
      double t = (frame - frames / 2.0) * timeScale + frames / 2.0 + timeShift;
      for (int band = 0; band < bands; band++) {
        boolean masked =
            (band >= maskBand && band < maskBand + maskBands)
                || (frame >= maskTime && frame < maskTime + maskTimes);
        double b = band * bandScale + bandShift;
        double value = masked ? 0 : Grid.sample(features, bands, frames, b, t, true);
        value += tilt * (2.0 * band / bands - 1) + 0.25 * random.nextGaussian();
        out[frame * bands + band] = (float) value;
      }
    }
    return out;
  }
}
