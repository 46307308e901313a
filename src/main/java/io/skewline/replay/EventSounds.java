// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.util.List;
import java.util.Random;

/** One second of a tone, a chirp, bursts or noise, with a noisy background. */
final class EventSounds {
  static final int RATE = 8000;
  static final List<String> NAMES = List.of("tone", "chirp", "burst", "hiss");

  private EventSounds() {}

  static float[] pcm(int kind, Random random) {
    float[] pcm = new float[RATE];
    double hertz = 300 + 500 * random.nextDouble();
    double rise = 1200 + 1000 * random.nextDouble();
    double bursts = 5 + 4 * random.nextDouble();
    double gain = 0.15 + 0.25 * random.nextDouble();
    double background = gain * (0.1 + 0.2 * random.nextDouble());
    double phase = 0;
    for (int i = 0; i < pcm.length; i++) {
      double t = i / (double) RATE;
      double now = kind == 1 ? hertz + rise * (t * 3 % 1) : hertz;
      phase += 2 * Math.PI * now / RATE;
      double noise = random.nextGaussian();
      double signal =
          switch (kind) {
            case 0, 1 -> Math.sin(phase);
            case 2 -> t * bursts % 1 < 0.3 ? Math.signum(Math.sin(phase)) : 0;
            default -> noise;
          };
      pcm[i] = (float) (gain * signal + background * random.nextGaussian());
    }
    return pcm;
  }
}
