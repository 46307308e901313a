// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Tally;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.Wilson;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private final Tally tally = new Tally();
  private final Measures measures = new Measures(tally);

  /** 8 of 10: textbook values of the interval. */
  @Test
  void shouldHaveWilsonsInterval() {
    Interval share = Wilson.of(8, 10);
    assertThat(share.value()).isEqualTo(0.8);
    assertThat(share.low()).isCloseTo(0.4902, within(1e-4));
    assertThat(share.high()).isCloseTo(0.9433, within(1e-4));
    assertThat(Wilson.of(0, 5).low()).isZero();
    assertThat(Wilson.of(5, 5).high()).isEqualTo(1);
    assertThat(Wilson.of(0, 0).isKnown()).isFalse();
  }

  /** Class yes: precision 2/3, recall 2/3; no: 1/2, 1/2. */
  @Test
  void shouldMeasureClasses() {
    tally.addClass("yes", "yes", 0.9);
    tally.addClass("yes", "yes", 0.7);
    tally.addClass("yes", "no", 0.7);
    tally.addClass("no", "yes", 1.0);
    tally.addClass("no", "no", 0.5);
    assertThat(measures.accuracy().value()).isEqualTo(0.6);
    assertThat(measures.macroF1().value()).isCloseTo((2 / 3.0 + 0.5) / 2, within(1e-9));
    // Bins: 0.5 hit; 0.7 of one hit in two; 0.9 and 1.0 of one hit in two.
    assertThat(measures.calibrationError()).isCloseTo((0.5 + 0.4 + 0.9) / 5, within(1e-9));
    assertThat(measures.meanError().isKnown()).isFalse();
    assertThat(measures.covered().isKnown()).isFalse();
  }

  /** The interval covers what a new sample of the same kind gives. */
  @Test
  void shouldHaveAnIntervalOfMacroF1ThatHolds() {
    long seed = Long.getLong("skewline.seed", System.nanoTime());
    Random random = new Random(seed);
    double truth = sample(random, 200_000).macroF1().value();
    int covered = 0;
    for (int run = 0; run < 200; run++) {
      covered += sample(random, 300).macroF1().contains(truth) ? 1 : 0;
    }
    assertThat(covered).as("of 200, -Dskewline.seed=%d", seed).isBetween(176, 200);
  }

  private static Measures sample(Random random, int n) {
    Tally tally = new Tally();
    String[] classes = {"a", "b", "c"};
    for (int i = 0; i < n; i++) {
      String truth = classes[Math.min(2, random.nextInt(4))];
      tally.addClass(
          truth, random.nextInt(4) > 0 ? truth : classes[random.nextInt(3)], random.nextDouble());
    }
    return new Measures(tally);
  }

  @Test
  void shouldMeasureValues() {
    tally.addValue(1, 2, true);
    tally.addValue(1, -2, false);
    assertThat(measures.meanError().value()).isEqualTo(2);
    assertThat(measures.meanError().standardError()).isCloseTo(1 / Math.sqrt(2), within(1e-9));
    assertThat(measures.covered().value()).isEqualTo(0.5);
    assertThat(measures.accuracy().value()).isEqualTo(0.5);
    assertThat(measures.macroF1().isKnown()).isFalse();
  }

  @Test
  void shouldSayWhatShareMetALabel() {
    assertThat(measures.coverage()).isNaN();
    tally.add(Tally.Numbers.PREDICTED);
    tally.add(Tally.Numbers.PREDICTED);
    tally.addClass("a", "a", 0.4);
    assertThat(measures.coverage()).isEqualTo(0.5);
  }
}
