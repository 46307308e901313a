// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BettingTestTest {
  private static final int RUNS = 2_000;
  private static final int LABELS = 2_000;

  private final long seed = Long.getLong("skewline.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** Looked at after every label. */
  private int alarms(double alpha, double truth, double claimed, int labels) {
    BettingTest test = new BettingTest(alpha);
    int alarms = 0;
    for (int run = 0; run < RUNS; run++) {
      long hits = 0;
      for (int n = 1; n <= labels; n++) {
        hits += random.nextDouble() < truth ? 1 : 0;
        if (test.alarms(hits, n, claimed)) {
          alarms++;
          break;
        }
      }
    }
    return alarms;
  }

  /** At the edge of the claim, where false alarms are most likely; three deviations of chance. */
  @ParameterizedTest
  @CsvSource({"0.05, 0.9", "0.05, 0.5", "0.01, 0.75"})
  void shouldCryWolfNoMoreOftenThanAlpha(double alpha, double rate) {
    int alarms = alarms(alpha, rate, rate, LABELS);
    double most = RUNS * alpha + 3 * Math.sqrt(RUNS * alpha * (1 - alpha));
    assertThat(alarms)
        .as("-Dskewline.seed=%d: %d alarms of %d runs", seed, alarms, RUNS)
        .isLessThanOrEqualTo((int) most);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.85, 60", "0.75, 0.85, 400", "0.1, 0.85, 20"})
  void shouldSeeWhatIsWorse(double truth, double claimed, int within) {
    assertThat(alarms(0.01, truth, claimed, within))
        .as("-Dskewline.seed=%d: alarms of %d runs within %d labels", seed, RUNS, within)
        .isGreaterThan(RUNS * 9 / 10);
  }

  @Test
  void shouldBeTheMeanOfItsBets() {
    double capital = 0;
    for (int i = 0; i < BettingTest.BETS; i++) {
      double towards = 0.8 * (i + 0.5) / BettingTest.BETS;
      capital += Math.pow(towards / 0.8, 3) * Math.pow((1 - towards) / 0.2, 2);
    }
    assertThat(Math.exp(BettingTest.logCapital(3, 5, 0.8)))
        .isCloseTo(capital / BettingTest.BETS, within(1e-9));
    assertThat(BettingTest.logCapital(0, 0, 0.8)).isCloseTo(0, within(1e-12));
  }
}
