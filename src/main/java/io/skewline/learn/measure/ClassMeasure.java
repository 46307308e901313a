// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

/** Measures of classes. What is averaged over classes is averaged over those that occur. */
public enum ClassMeasure implements Measure {
  /** Share of windows whose best class is the true one. */
  ACCURACY("accuracy", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return new Confusion(answers, rows).accuracy();
    }
  },
  /** Unweighted average recall: the mean over true classes of the share that was found. */
  RECALL("recall", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return new Confusion(answers, rows).averageRecall();
    }
  },
  /** Mean F1 over the classes that are true or said of a window. */
  MACRO_F1("macro-f1", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return new Confusion(answers, rows).macroF1();
    }
  },
  /**
   * Area under the ROC curve, ties count half; with more than two classes the mean of each against
   * the rest.
   */
  AUC("auc", true) {
    @Override
    public double of(Answers answers, int[] rows) {
      return RocArea.macro(answers, rows);
    }
  },
  /** Expected calibration error over {@value Calibration#BINS} bins of equal width. */
  CALIBRATION_ERROR("ece", false) {
    @Override
    public double of(Answers answers, int[] rows) {
      return Calibration.error(answers, rows);
    }
  },
  /** Mean of −log p(true class), p at least 1e-6. */
  LOG_LOSS("log-loss", false) {
    @Override
    public double of(Answers answers, int[] rows) {
      double sum = 0;
      for (int row : rows) {
        sum -= Math.log(Math.max(1e-6, answers.scores()[row][(int) answers.truth(row)]));
      }
      return sum / rows.length;
    }
  };

  private final String label;
  private final boolean higherIsBetter;

  ClassMeasure(String label, boolean higherIsBetter) {
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
}
