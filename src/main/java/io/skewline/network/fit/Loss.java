// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

/** Cross-entropy of softmax, or Huber's loss (squared within one deviation, then linear). */
final class Loss {
  private final int outputs;
  private final boolean classifies;

  Loss(int outputs, boolean classifies) {
    this.outputs = outputs;
    this.classifies = classifies;
  }

  /**
   * @param predicted [n, outputs]
   * @param targets by row of the data: class index, or standardised value
   * @param gradient receives that of the mean loss over the batch; may be {@code predicted}
   * @return sum over the batch
   */
  double of(float[] predicted, float[] targets, int[] rows, int n, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum +=
          classifies
              ? crossEntropy(predicted, i * outputs, (int) targets[rows[i]], gradient, n)
              : huber(predicted[i] - targets[rows[i]], i, gradient, n);
    }
    return sum;
  }

  private static double huber(double error, int i, float[] gradient, int n) {
    gradient[i] = (float) (Math.max(-1, Math.min(1, error)) / n);
    return Math.abs(error) <= 1 ? error * error / 2 : Math.abs(error) - 0.5;
  }

  private double crossEntropy(float[] logits, int row, int truth, float[] gradient, int n) {
    float most = logits[row];
    for (int c = 1; c < outputs; c++) {
      most = Math.max(most, logits[row + c]);
    }
    double sum = 0;
    for (int c = 0; c < outputs; c++) {
      sum += Math.exp(logits[row + c] - most);
    }
    double loss = Math.log(sum) - (logits[row + truth] - most);
    for (int c = 0; c < outputs; c++) {
      double probability = Math.exp(logits[row + c] - most) / sum;
      gradient[row + c] = (float) ((probability - (c == truth ? 1 : 0)) / n);
    }
    return loss;
  }
}
