// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.measure;

/**
 * The probability that a window of the class scores higher than one of another, from counts per
 * rank: a resample costs no sorting.
 */
final class RocArea {
  private RocArea() {}

  static double macro(Answers answers, int[] rows) {
    int classes = answers.facts().outputs();
    if (classes == 2) {
      return of(answers, rows, 1);
    }
    double sum = 0;
    int counted = 0;
    for (int c = 0; c < classes; c++) {
      double area = of(answers, rows, c);
      if (!Double.isNaN(area)) {
        sum += area;
        counted++;
      }
    }
    return sum / counted;
  }

  private static double of(Answers answers, int[] rows, int c) {
    int[] ranks = answers.ranks(c);
    long[] inside = new long[ranks.length];
    long[] outside = new long[ranks.length];
    long positives = 0;
    for (int row : rows) {
      boolean positive = answers.truth(row) == c;
      (positive ? inside : outside)[ranks[row]]++;
      positives += positive ? 1 : 0;
    }
    double won = 0;
    long below = 0;
    for (int rank = 0; rank < inside.length; rank++) {
      won += inside[rank] * (below + outside[rank] / 2.0);
      below += outside[rank];
    }
    return won / ((double) positives * (rows.length - positives));
  }
}
