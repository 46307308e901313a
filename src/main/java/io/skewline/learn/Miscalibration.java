// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.Task;
import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.ClassMeasure;
import io.skewline.learn.measure.Measure;
import io.skewline.learn.measure.ValueMeasure;

/**
 * How far confidence promises too much: of classes the expected calibration error; of values by how
 * much the conformal intervals' coverage falls short, as wider ones only say less.
 */
final class Miscalibration {
  /** What the intervals promise. */
  private static final double COVERAGE = 0.9;

  private Miscalibration() {}

  static Measure of(Task task) {
    return task instanceof Task.Classification ? ClassMeasure.CALIBRATION_ERROR : new Shortfall();
  }

  private record Shortfall() implements Measure {
    @Override
    public String label() {
      return "shortfall";
    }

    @Override
    public boolean higherIsBetter() {
      return false;
    }

    @Override
    public double of(Answers answers, int[] rows) {
      return Math.max(0, COVERAGE - ValueMeasure.COVERAGE.of(answers, rows));
    }
  }
}
