// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseObjectiveTest {
  private static final int ROWS = 11;
  private static final int IN = 6;

  @ParameterizedTest
  @CsvSource({"0, 3, true", "5, 3, true", "0, 1, false", "5, 1, false"})
  void shouldMatchFiniteDifferences(int hidden, int outputs, boolean classifies) {
    Random random = new Random(31);
    float[] input = new float[ROWS * IN];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] targets = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      targets[i] = classifies ? random.nextInt(outputs) : (float) random.nextGaussian();
    }
    try (DenseObjective objective =
        new DenseObjective(input, targets, hidden, outputs, classifies)) {
      objective.ridge(0.1);
      double[] x = random.doubles(objective.parameters(), -1, 1).toArray();
      double[] gradient = new double[x.length];
      objective.at(x, gradient);
      double[] unused = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        double held = x[i];
        x[i] = held + 1e-2;
        double above = objective.at(x, unused);
        x[i] = held - 1e-2;
        double below = objective.at(x, unused);
        x[i] = held;
        assertThat(gradient[i]).as("%d", i).isCloseTo((above - below) / 2e-2, within(4e-3));
      }
    }
  }
}
