// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Facts;
import io.skewline.learn.measure.Facts.Unit;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.measure.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final long SEED = 17;

  /** The plain mean of what was said: its interval is known. */
  private static final Measure MEAN =
      new Measure() {
        @Override
        public String label() {
          return "mean";
        }

        @Override
        public boolean higherIsBetter() {
          return true;
        }

        @Override
        public double of(Answers answers, int[] rows) {
          return IntStream.of(rows).mapToDouble(r -> answers.scores()[r][0]).average().orElse(0);
        }
      };

  private final Random random = new Random(SEED);

  @Test
  void shouldHoldTheMeanAsOftenAsPromised() {
    int held = 0;
    int times = 400;
    for (int t = 0; t < times; t++) {
      double[] said = random.doubles(60).map(u -> 5 + 2 * random.nextGaussian()).toArray();
      held += new Bootstrap(200, t).of(MEAN, Told.values(new double[60], said)).contains(5) ? 1 : 0;
    }
    assertThat(held / (double) times).as("seed %d", SEED).isBetween(0.90, 0.98);
  }

  @Test
  void shouldTellTheStandardErrorOfAMean() {
    double[] said = random.doubles(400).map(u -> 2 * random.nextGaussian()).toArray();
    Interval interval = new Bootstrap(SEED).of(MEAN, Told.values(new double[400], said));
    assertThat(interval.standardError()).as("seed %d", SEED).isCloseTo(2 / 20.0, within(0.02));
    assertThat(interval.high() - interval.low())
        .isCloseTo(2 * 1.96 * interval.standardError(), within(0.03));
  }

  @Test
  void shouldResampleStreamsWholeWhereWindowsAreAlike() {
    // 12 streams of 50 windows that all say the same: twelve facts, not six hundred.
    double[] said = new double[600];
    double[] ofStream = random.doubles(12).map(u -> random.nextGaussian()).toArray();
    for (int i = 0; i < said.length; i++) {
      said[i] = ofStream[i / 50];
    }
    List<Unit> units = unitsOfStreams(600, 50);
    Facts facts = new Facts(new Task.Regression(), new double[600], units);
    Interval interval = new Bootstrap(SEED).of(MEAN, Told.values(facts, said));
    Interval twelve = new Bootstrap(SEED).of(MEAN, Told.values(new double[12], ofStream));
    assertThat(interval.standardError())
        .as("seed %d", SEED)
        .isCloseTo(twelve.standardError(), within(0.1 * twelve.standardError()));
  }

  private static List<Unit> unitsOfStreams(int windows, int each) {
    return IntStream.range(0, windows)
        .mapToObj(i -> new Unit("s" + i / each, "s" + i / each, "w" + i))
        .toList();
  }

  @Test
  void shouldPairWhatWasSaidOfTheSameWindows() {
    double[] hard = random.doubles(200).map(u -> 10 * random.nextGaussian()).toArray();
    Facts facts = Told.facts(new Task.Regression(), new double[200]);
    Answers one =
        Told.values(facts, IntStream.range(0, 200).mapToDouble(i -> hard[i] + 1).toArray());
    Answers other = Told.values(facts, hard);
    Interval difference = new Bootstrap(SEED).difference(MEAN, List.of(one), List.of(other));
    assertThat(difference.low()).isCloseTo(1, within(1e-5));
    assertThat(difference.high()).isCloseTo(1, within(1e-5));
    assertThat(new Bootstrap(SEED).of(MEAN, one).high() - new Bootstrap(SEED).of(MEAN, one).low())
        .as("unpaired it would drown")
        .isGreaterThan(1);
  }

  @Test
  void shouldCountSeedsBesideWindows() {
    // Windows agree; fits differ by their seeds with deviation 1: what is left is 1/√8.
    Facts facts = Told.facts(new Task.Regression(), new double[100]);
    List<Answers> fits = new ArrayList<>();
    for (int s = 0; s < 8; s++) {
      double of = s % 2 == 0 ? 1 : -1;
      fits.add(Told.values(facts, IntStream.range(0, 100).mapToDouble(i -> of).toArray()));
    }
    Interval interval = new Bootstrap(SEED).of(MEAN, fits);
    assertThat(interval.value()).isZero();
    assertThat(interval.standardError()).isCloseTo(1 / Math.sqrt(8), within(0.03));
  }

  @Test
  void shouldDrawTheSameWindowsForAllSeeds() {
    // Five fits that say the same know no more of the windows than one does.
    double[] said = random.doubles(100).map(u -> random.nextGaussian()).toArray();
    Answers one = Told.values(new double[100], said);
    double alone = new Bootstrap(SEED).of(MEAN, one).standardError();
    double five = new Bootstrap(SEED).of(MEAN, List.of(one, one, one, one, one)).standardError();
    assertThat(five).isCloseTo(alone, within(0.1 * alone));
  }

  @Test
  void shouldRefuseToPairOtherWindows() {
    Answers one = Told.values(new double[2], 1, 2);
    Answers other = Told.values(new double[2], 1, 2);
    assertThatThrownBy(() -> new Bootstrap(SEED).difference(MEAN, List.of(one), List.of(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same windows");
  }
}
