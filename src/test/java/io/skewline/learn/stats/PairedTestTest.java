// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Facts;
import io.skewline.learn.measure.ValueMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two models whose absolute errors are simulated: how much one is better is known. */
class PairedTestTest {
  private static final int WINDOWS = 10;

  /** Errors that the windows share, that those of a stream share, and that are a model's own. */
  private record Simulated(Answers challenger, Answers champion) {
    private static Simulated of(int streams, double gain, Random random) {
      List<Facts.Unit> units = new ArrayList<>();
      int n = streams * WINDOWS;
      float[][] better = new float[n][];
      float[][] worse = new float[n][];
      for (int s = 0; s < streams; s++) {
        double alike = 0.3 * random.nextGaussian();
        for (int w = 0; w < WINDOWS; w++) {
          units.add(new Facts.Unit("s" + s, "s" + s, "w" + s + "." + w));
          double common = 10 + random.nextGaussian();
          better[s * WINDOWS + w] = new float[] {(float) (common + 0.2 * random.nextGaussian())};
          worse[s * WINDOWS + w] =
              new float[] {(float) (common + gain + alike + 0.2 * random.nextGaussian())};
        }
      }
      Facts facts = new Facts(new Task.Regression(), new double[n], units);
      return new Simulated(
          new Answers(facts, better, new float[0]), new Answers(facts, worse, new float[0]));
    }

    private PairedTest test(long seed) {
      return new Bootstrap(400, seed).gain(ValueMeasure.MAE, challenger, champion);
    }
  }

  /** Truths are 0, so an answer is its own error. */
  @ParameterizedTest
  @CsvSource({"40, 0.5", "40, -0.5", "12, 1"})
  void shouldFindTheGainThatThereIs(int streams, double gain) {
    PairedTest test = Simulated.of(streams, gain, new Random(5)).test(1);
    assertThat(test.units()).isEqualTo(streams);
    assertThat(test.gain().value()).isCloseTo(gain, within(0.2));
    double error = Math.sqrt((0.09 + 0.08 / WINDOWS) / streams);
    assertThat(test.gain().standardError()).isCloseTo(error, within(0.5 * error));
    assertThat(test.isSure(0.95)).isEqualTo(gain > 0);
    assertThat(test.p()).isBetween(0.0, 1.0);
  }

  /** Of tests at 5 % between models that are alike, 5 % must err: three binomial deviations. */
  @ParameterizedTest
  @CsvSource({"8", "20", "60"})
  void shouldErrAsOftenAsItSays(int streams) {
    long seed = Long.getLong("skewline.seed", 20_261_127);
    Random random = new Random(seed + streams);
    int tests = 1_000;
    int sure = 0;
    for (int t = 0; t < tests; t++) {
      sure += Simulated.of(streams, 0, random).test(random.nextLong()).isSure(0.95) ? 1 : 0;
    }
    System.out.printf(
        "PairedTestTest: -Dskewline.seed=%d: %d streams, %d of %d false%n",
        seed, streams, sure, tests);
    assertThat(sure / (double) tests).isCloseTo(0.05, within(3 * Math.sqrt(0.05 * 0.95 / tests)));
  }

  @ParameterizedTest
  @CsvSource({"8", "60"})
  void shouldNeverBeSureThatAModelIsBetterThanItself(int streams) {
    Answers same = Simulated.of(streams, 0, new Random(3)).challenger();
    PairedTest test = new Bootstrap(1).gain(ValueMeasure.MAE, same, same);
    assertThat(test.gain().value()).isZero();
    assertThat(test.p()).isGreaterThan(0.9);
    assertThat(test.fallsBeyond(0)).isFalse();
    assertThat(test.isEqual()).isTrue();
  }
}
