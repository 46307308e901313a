// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

/**
 * The number that logits are divided by so that their probabilities hold, and the log loss that
 * remains. What stops a fit and chooses among candidates is that loss, not the raw one: a model
 * that ranks well and is merely too sure is not left behind for what calibration will repair.
 *
 * @param loss mean over the rows
 */
record Temperature(double value, double loss) {
  private static final double LOWEST = 0.05;
  private static final double HIGHEST = 20;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /**
   * Golden-section search in the logarithm, in which the loss is unimodal.
   *
   * @param logits [rows, classes], row-major
   * @param truth class per row
   * @param precision of the logarithm of the result
   */
  static Temperature fit(float[] logits, int[] truth, double precision) {
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double leftLoss = loss(logits, truth, Math.exp(left));
    double rightLoss = loss(logits, truth, Math.exp(right));
    while (high - low > precision) {
      if (leftLoss < rightLoss) {
        high = right;
        right = left;
        rightLoss = leftLoss;
        left = high - GOLDEN * (high - low);
        leftLoss = loss(logits, truth, Math.exp(left));
      } else {
        low = left;
        left = right;
        leftLoss = rightLoss;
        right = low + GOLDEN * (high - low);
        rightLoss = loss(logits, truth, Math.exp(right));
      }
    }
    return leftLoss < rightLoss
        ? new Temperature(Math.exp(left), leftLoss)
        : new Temperature(Math.exp(right), rightLoss);
  }

  private static double loss(float[] logits, int[] truth, double temperature) {
    int classes = logits.length / truth.length;
    float scale = (float) (1 / temperature);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      int row = i * classes;
      float most = logits[row];
      for (int c = 1; c < classes; c++) {
        most = Math.max(most, logits[row + c]);
      }
      double powers = 0;
      for (int c = 0; c < classes; c++) {
        powers += Math.exp((logits[row + c] - most) * scale);
      }
      sum += Math.log(powers) - (logits[row + truth[i]] - most) * scale;
    }
    return sum / truth.length;
  }
}
