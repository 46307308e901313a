// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small grey films of a sliding bar, a bouncing bar, a flashing screen or a growing disc. */
final class EventShapes {
  static final int SIZE = 12;
  static final List<String> NAMES = List.of("slide", "bounce", "flash", "grow");

  private EventShapes() {}

  static List<float[]> film(int kind, int frames, Random random) {
    double phase = random.nextDouble();
    double speed = 0.8 + 0.8 * random.nextDouble();
    double light = 0.5 + 0.4 * random.nextDouble();
    double cx = SIZE * (0.35 + 0.3 * random.nextDouble());
    double cy = SIZE * (0.35 + 0.3 * random.nextDouble());
    List<float[]> film = new ArrayList<>();
    for (int k = 0; k < frames; k++) {
      double at = (phase + speed * k / 10) % 1;
      boolean lit = (phase + speed * k / 2.5) % 1 < 0.5;
      float[] pixels = new float[SIZE * SIZE];
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          boolean on =
              switch (kind) {
                case 0 -> Math.abs(x - at * SIZE) < 1.5;
                case 1 -> Math.abs(y - Math.abs(2 * at - 1) * SIZE) < 1.5;
                case 2 -> lit;
                default -> Math.hypot(x - cx, y - cy) < 1 + at * SIZE / 2.5;
              };
          double value = 0.1 + (on ? light : 0) + 0.15 * random.nextGaussian();
          pixels[y * SIZE + x] = (float) Math.max(0, Math.min(1, value));
        }
      }
      film.add(pixels);
    }
    return film;
  }
}
