// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.skewline.fusion.Task;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  /** Truth a a a a b b c; said a a b c b a c. */
  private static final Answers THREE =
      Told.classes(
          new double[] {0, 0, 0, 0, 1, 1, 2},
          new float[] {.8f, .1f, .1f},
          new float[] {.6f, .3f, .1f},
          new float[] {.2f, .7f, .1f},
          new float[] {.1f, .3f, .6f},
          new float[] {.1f, .8f, .1f},
          new float[] {.5f, .4f, .1f},
          new float[] {.1f, .2f, .7f});

  @Test
  void shouldCountClasses() {
    assertThat(ClassMeasure.ACCURACY.of(THREE)).isCloseTo(4 / 7.0, CLOSE);
    assertThat(ClassMeasure.RECALL.of(THREE)).isCloseTo((2 / 4.0 + 1 / 2.0 + 1) / 3, CLOSE);
    // 2·hits / (true + said): a 4/7, b 2/4, c 2/3.
    assertThat(ClassMeasure.MACRO_F1.of(THREE)).isCloseTo((4 / 7.0 + 2 / 4.0 + 2 / 3.0) / 3, CLOSE);
    double logs =
        Math.log(.8) + Math.log(.6) + Math.log(.2) + Math.log(.1) + Math.log(.8) + Math.log(.4);
    assertThat(ClassMeasure.LOG_LOSS.of(THREE)).isCloseTo(-(logs + Math.log(.7)) / 7, CLOSE);
  }

  @Test
  void shouldAverageOverTheClassesThatOccur() {
    int[] onlyA = {0, 1, 2, 3};
    assertThat(ClassMeasure.RECALL.of(THREE, onlyA)).isCloseTo(0.5, CLOSE);
    assertThat(ClassMeasure.AUC.of(THREE, onlyA)).isNaN();
  }

  @Test
  void shouldBinConfidences() {
    // Bins of 1/15: .95 and .99 share the last one (one hit of two), .62 is alone and wrong.
    Answers answers =
        Told.classes(
            new double[] {0, 1, 1},
            new float[] {.95f, .05f},
            new float[] {.99f, .01f},
            new float[] {.62f, .38f});
    assertThat(ClassMeasure.CALIBRATION_ERROR.of(answers))
        .isCloseTo((Math.abs(.95 - 1 + .99) + .62) / 3, CLOSE);
  }

  @Test
  void shouldRankAsTheRankSumDoes() {
    long seed = 11;
    Random random = new Random(seed);
    int n = 60;
    double[] truth = new double[n];
    float[][] scores = new float[n][2];
    for (int i = 0; i < n; i++) {
      truth[i] = random.nextInt(2);
      // Few different scores: ties.
      scores[i][1] = (random.nextInt(8) + (int) truth[i] * 2) / 10f;
      scores[i][0] = 1 - scores[i][1];
    }
    Answers answers = Told.classes(truth, scores);
    int[] rows = IntStream.range(0, n).map(i -> random.nextInt(n)).toArray();
    double[] ranks =
        new NaturalRanking().rank(IntStream.of(rows).mapToDouble(r -> scores[r][1]).toArray());
    double sum = 0;
    long positives = 0;
    for (int i = 0; i < n; i++) {
      sum += truth[rows[i]] * ranks[i];
      positives += (long) truth[rows[i]];
    }
    double area = (sum - positives * (positives + 1) / 2.0) / (positives * (n - positives));
    assertThat(ClassMeasure.AUC.of(answers, rows)).as("seed %d", seed).isCloseTo(area, CLOSE);
  }

  @Test
  void shouldMeasureValues() {
    double[] truth = {-2, -0.4, 0, 1.6, 3};
    Answers answers = Told.values(truth, -1, 0.2, -0.6, 2.4, 5);
    assertThat(ValueMeasure.MAE.of(answers)).isCloseTo((1 + .6 + .6 + .8 + 2) / 5, CLOSE);
    // Zero is not negative: signs - - + + +, said - + - + +.
    assertThat(ValueMeasure.ACC2.of(answers)).isCloseTo(3 / 5.0, CLOSE);
    // F1 of negative 2/(2+2), of the rest 4/(3+3); weighted 2 : 3.
    assertThat(ValueMeasure.F1.of(answers)).isCloseTo(.4 * .5 + .6 * 4 / 6, CLOSE);
    // Whole numbers -2 0 0 2 3, said -1 0 -1 2 3 (5 is cut off).
    assertThat(ValueMeasure.ACC7.of(answers)).isCloseTo(3 / 5.0, CLOSE);
    assertThat(ValueMeasure.PEARSON.of(Told.values(truth, -4, -0.8, 0, 3.2, 6)))
        .isCloseTo(1, CLOSE);
    assertThat(ValueMeasure.COVERAGE.of(answers)).isNaN();
    Facts facts = Told.facts(new Task.Regression(), 0, 0);
    float[] halfWidths = {1, 1};
    assertThat(ValueMeasure.COVERAGE.of(new Answers(facts, new float[][] {{.5f}, {2}}, halfWidths)))
        .isEqualTo(0.5);
  }
}
