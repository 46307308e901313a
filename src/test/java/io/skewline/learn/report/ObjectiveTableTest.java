// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.learn.measure.ClassMeasure;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.ObjectiveStudy.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectiveTableTest {
  private static final Interval SCORE = new Interval(0.8, 0.7, 0.9, 0.05);
  private static final Interval NOTHING = new Interval(0, 0, 0, 0);
  private static final Effect NONE = new Effect("none", SCORE, NOTHING, SCORE, NOTHING);

  private static Effect effect(String name, double score, double area) {
    return new Effect(name, SCORE, around(score), SCORE, around(area));
  }

  private static Interval around(double value) {
    return new Interval(value, value - 0.02, value + 0.02, 0.01);
  }

  @Test
  void shouldSayThatNothingCanBeTold() {
    assertThat(
            ObjectiveTable.markdown(
                ClassMeasure.ACCURACY, List.of(NONE, effect("kl 0.1", 0.01, -0.01))))
        .contains("| kl 0.1 | 0.800 [0.700, 0.900] | +0.010 [-0.010, +0.030] |")
        .endsWith("\n\n- No objective can be told from none here: all 2 intervals hold 0.\n");
  }

  @Test
  void shouldNameWhatHelpsAndWhatHarms() {
    assertThat(
            ObjectiveTable.markdown(
                ClassMeasure.ACCURACY,
                List.of(NONE, effect("kl 0.1", 0.01, 0.03), effect("f 1.0", -0.05, 0))))
        .endsWith(
            "\n\n- kl 0.1 is better than none in the area, by +0.030 [+0.010, +0.050].\n"
                + "- f 1.0 is worse than none in accuracy, by -0.050 [-0.070, -0.030].\n"
                + "- Of 4 such intervals about 0.2 would not hold 0 by chance alone.\n");
  }
}
