// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the formulas in double precision. */
class AdamTest {
  private static final int ROWS = 33;
  private static final int COLS = 41;
  private static final double RATE = 0.01;
  private static final double DECAY = 0.1;

  /** More values than one block, and no whole number of blocks; decay on the matrix alone. */
  @Test
  void shouldStepAsTheFormulasSay() {
    var shapes = Map.of("matrix", new int[] {ROWS, COLS}, "bias", new int[] {1, COLS});
    SsfnWeights weights = SsfnWeights.random(shapes, 3);
    SsfnWeights gradients = SsfnWeights.random(shapes, 4);
    Adam adam = new Adam(weights, gradients, DECAY);
    Map<String, Reference> expected =
        Map.of(
            "matrix", new Reference(weights.get("matrix"), DECAY),
            "bias", new Reference(weights.get("bias"), 0));
    Random random = new Random(5);

    for (int step = 1; step <= 5; step++) {
      for (Matrix gradient : gradients.all().values()) {
        for (int i = 0; i < gradient.size(); i++) {
          gradient.data.put(i, (float) random.nextGaussian());
        }
      }
      int now = step;
      expected.forEach((name, reference) -> reference.step(gradients.get(name), now));
      adam.step(RATE);
    }

    expected.forEach((name, reference) -> reference.check(weights.get(name)));
  }

  private static final class Reference {
    private final double decay;
    private final double[] w;
    private final double[] m;
    private final double[] v;

    private Reference(Matrix from, double decay) {
      this.decay = decay;
      this.w = new double[from.size()];
      this.m = new double[from.size()];
      this.v = new double[from.size()];
      java.util.Arrays.setAll(w, i -> from.data.get(i));
    }

    private void step(Matrix gradient, int step) {
      double scale = RATE * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
      for (int i = 0; i < w.length; i++) {
        double g = gradient.data.get(i);
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        w[i] = w[i] * (1 - RATE * decay) - scale * m[i] / (Math.sqrt(v[i]) + 1e-8);
      }
    }

    private void check(Matrix weights) {
      for (int i = 0; i < w.length; i++) {
        assertThat((double) weights.data.get(i)).isCloseTo(w[i], within(1e-5));
      }
    }
  }
}
