// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

/** How often which class was said of which. */
final class Confusion {
  private final double[] hits;
  private final double[] truths;
  private final double[] said;
  private final int rows;

  Confusion(Answers answers, int[] rows) {
    this(answers, rows, answers.facts().outputs());
  }

  private Confusion(Answers answers, int[] rows, int classes) {
    this(classes, rows.length);
    for (int row : rows) {
      count((int) answers.truth(row), answers.best(row));
    }
  }

  private Confusion(int classes, int rows) {
    this.hits = new double[classes];
    this.truths = new double[classes];
    this.said = new double[classes];
    this.rows = rows;
  }

  /** Of values: below zero is class 0, the rest class 1. */
  static Confusion ofSigns(Answers answers, int[] rows) {
    Confusion confusion = new Confusion(2, rows.length);
    for (int row : rows) {
      confusion.count(answers.truth(row) < 0 ? 0 : 1, answers.value(row) < 0 ? 0 : 1);
    }
    return confusion;
  }

  private void count(int truth, int best) {
    truths[truth]++;
    said[best]++;
    if (truth == best) {
      hits[truth]++;
    }
  }

  double accuracy() {
    double sum = 0;
    for (double hit : hits) {
      sum += hit;
    }
    return sum / rows;
  }

  double averageRecall() {
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < hits.length; c++) {
      if (truths[c] > 0) {
        sum += hits[c] / truths[c];
        classes++;
      }
    }
    return sum / classes;
  }

  double macroF1() {
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < hits.length; c++) {
      if (truths[c] + said[c] > 0) {
        sum += f1(c);
        classes++;
      }
    }
    return sum / classes;
  }

  /** Weighted by how often each class is true. */
  double weightedF1() {
    double sum = 0;
    for (int c = 0; c < hits.length; c++) {
      sum += truths[c] > 0 ? truths[c] * f1(c) : 0;
    }
    return sum / rows;
  }

  private double f1(int c) {
    return 2 * hits[c] / (truths[c] + said[c]);
  }
}
