// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * Measures of values, named as is usual for sentiments of −3..3. Of the two usual ways to make two
 * classes of them this is "negative / non-negative": all windows count, zero is not negative.
 */
public enum ValueMeasure implements Measure {
  /** Mean absolute error. */
  MAE("mae", false) {
    @Override
    public double of(Answers answers, int[] rows) {
      return share(rows, row -> error(answers, row));
    }
  },
  /** Pearson's correlation of value and truth. */
  PEARSON("pearson", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      double[] said = new double[rows.length];
      double[] truths = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        said[i] = answers.value(rows[i]);
        truths[i] = answers.truth(rows[i]);
      }
      return rows.length < 2 ? Double.NaN : new PearsonsCorrelation().correlation(said, truths);
    }
  },
  /** Share of windows of which negative or not was said rightly. */
  ACC2("acc2", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return Confusion.ofSigns(answers, rows).accuracy();
    }
  },
  /** F1 of the two classes of {@link #ACC2}, weighted by how often each is true. */
  F1("f1", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return Confusion.ofSigns(answers, rows).weightedF1();
    }
  },
  /** Share of windows where both fall on the same whole number of −3..3. */
  ACC7("acc7", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return share(rows, row -> whole(answers.value(row)) == whole(answers.truth(row)) ? 1 : 0);
    }
  },
  /** Share of windows whose truth lies in the conformal interval; to be near its promise. */
  COVERAGE("coverage", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      float[] halfWidths = answers.halfWidths();
      return halfWidths.length == 0
          ? Double.NaN
          : share(rows, row -> error(answers, row) <= halfWidths[row] ? 1 : 0);
    }
  };

  private final String label;
  private final boolean higherIsBetter;

  ValueMeasure(String label, boolean higherIsBetter) {
    this.label = label;
    this.higherIsBetter = higherIsBetter;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  private static double share(int[] rows, java.util.function.IntToDoubleFunction of) {
    double sum = 0;
    for (int row : rows) {
      sum += of.applyAsDouble(row);
    }
    return sum / rows.length;
  }

  private static double error(Answers answers, int row) {
    return Math.abs(answers.value(row) - answers.truth(row));
  }

  private static double whole(double value) {
    return Math.rint(Math.max(-3, Math.min(3, value)));
  }
}
