// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.network.DependencyOptions.Objective;
import io.skewline.network.DependencyTerm.Complete;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The dependency of vectors whose mutual information is known, and its gradients. */
class DependencyTermTest {
  private static final int WIDTH = 2;
  private static final double STEP = 1e-3;

  private static DependencyTerm term(Objective objective, int maxRows, double clamp) {
    return new DependencyTerm(
        new DependencyOptions(objective, 1, 1, 0, clamp), 2, WIDTH, maxRows, new Random(5));
  }

  /** Two vectors of independent pairs of correlated standard normal values; all rows complete. */
  private static Complete gaussians(int rows, double correlation, Random random) {
    Matrix[] z = Matrix.many(2, rows, WIDTH);
    for (int i = 0; i < z[0].size(); i++) {
      double a = random.nextGaussian();
      double b = correlation * a + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      z[0].data.put(i, (float) a);
      z[1].data.put(i, (float) b);
    }
    int[] each = new int[rows];
    Arrays.setAll(each, i -> i);
    return new Complete(z, each, each);
  }

  private static double learned(Objective objective, double correlation) {
    DependencyTerm term = term(objective, 8000, 20);
    Random random = new Random(3);
    for (int n = 0; n < 800; n++) {
      term.learn(gaussians(256, correlation, random));
    }
    return term.measure(gaussians(8000, correlation, random));
  }

  @ParameterizedTest
  @CsvSource({"KL, 0", "KL, 0.8", "F, 0.5"})
  void shouldComeNearTheMutualInformationOfGaussians(Objective objective, double correlation) {
    double known = -0.5 * WIDTH * Math.log(1 - correlation * correlation);
    assertThat(learned(objective, correlation)).isCloseTo(known, within(0.03 + 0.1 * known));
  }

  /** W1 is at most W2, which is known for Gaussians (Olkin and Pukelsheim, 1982). */
  @ParameterizedTest
  @CsvSource({"0, 0", "0.8, 0.3"})
  void shouldStayBelowTheWassersteinDistanceOfGaussians(double correlation, double atLeast) {
    double squares =
        Math.pow(Math.sqrt(1 + correlation) - 1, 2) + Math.pow(Math.sqrt(1 - correlation) - 1, 2);
    assertThat(learned(Objective.WASSERSTEIN, correlation))
        .isBetween(atLeast - 0.03, Math.sqrt(WIDTH * squares) + 0.03);
  }

  @Test
  void shouldKeepTheWassersteinStatisticLipschitz() {
    DependencyTerm term = term(Objective.WASSERSTEIN, 512, 20);
    Random random = new Random(3);
    for (int n = 0; n < 300; n++) {
      term.learn(gaussians(256, 0.9, random));
    }
    for (int n = 0; n < 200; n++) {
      Complete two = gaussians(2, 0.9, random);
      float[] t = term.matched(two);
      double squares = 0;
      for (Matrix z : two.vectors()) {
        for (int c = 0; c < WIDTH; c++) {
          squares += Math.pow(z.get(0, c) - z.get(1, c), 2);
        }
      }
      assertThat(Math.abs(t[0] - t[1]) / Math.sqrt(squares)).isLessThanOrEqualTo(1.001);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KL", "F", "WASSERSTEIN"})
  void shouldEqualFiniteDifferencesOfTheVectors(Objective objective) {
    Complete batch = gaussians(12, 0.7, new Random(8));
    Matrix[] gradients = Matrix.many(2, 12, WIDTH);
    term(objective, 12, 0.5).add(batch, 1, gradients);
    for (int m = 0; m < 2; m++) {
      for (int i = 0; i < batch.vectors()[m].size(); i++) {
        double measured =
            slope(batch.vectors()[m], i, () -> term(objective, 12, 0.5).measure(batch));
        assertThat((double) gradients[m].data.get(i)).isCloseTo(-measured, within(2e-3));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KL", "F", "WASSERSTEIN"})
  void shouldEqualFiniteDifferencesOfTheStatistic(Objective objective) {
    Complete batch = gaussians(12, 0.7, new Random(8));
    DependencyTerm term = term(objective, 12, 10);
    term.measure(batch);
    Random random = new Random(2);
    for (String name : term.network().weights().all().keySet()) {
      int at = random.nextInt(term.network().weights().get(name).size());
      double measured =
          slope(term(objective, 12, 10).network().weights().get(name), at, name, objective, batch);
      assertThat((double) term.network().gradients().get(name).data.get(at))
          .as(name)
          .isCloseTo(measured, within(2e-3));
    }
  }

  private interface Value {
    double get();
  }

  private static double slope(Matrix of, int at, Value value) {
    float before = of.data.get(at);
    of.data.put(at, (float) (before + STEP));
    double up = value.get();
    of.data.put(at, (float) (before - STEP));
    double down = value.get();
    of.data.put(at, before);
    return (up - down) / (2 * STEP);
  }

  /** A new term each time: the same first network, the same first mismatch. */
  private static double slope(
      Matrix start, int at, String name, Objective objective, Complete batch) {
    double[] values = new double[2];
    for (int side = 0; side < 2; side++) {
      DependencyTerm term = term(objective, 12, 10);
      float moved = (float) (start.data.get(at) + (side == 0 ? STEP : -STEP));
      term.network().weights().get(name).data.put(at, moved);
      values[side] = term.measure(batch);
    }
    return (values[0] - values[1]) / (2 * STEP);
  }

  @Test
  void shouldLeaveOutAndCountWhatCannotBeMismatched() {
    Complete batch = gaussians(6, 0.7, new Random(8));
    Complete one = new Complete(batch.vectors(), batch.rows(), new int[6]);
    DependencyTerm term = term(Objective.KL, 6, 10);
    assertThat(term.learn(one)).isFalse();
    assertThat(term.dropped()).isEqualTo(1);
    Matrix[] gradients = Matrix.many(2, 6, WIDTH);
    assertThat(term.add(one, 1, gradients)).isNaN();
    assertThat(gradients[0].toArray()).containsOnly(0f);
  }

  @Test
  void shouldCountOnlyWindowsThatHoldEveryModality() {
    boolean[][] present = {{true, true}, {true, false}, {true, true}, {false, true}};
    Complete complete = Complete.of(Matrix.many(2, 4, WIDTH), present, new int[] {7, 8, 9, 10});
    assertThat(complete.rows()).containsExactly(0, 2);
    assertThat(complete.sessions()).containsExactly(7, 9);
  }
}
