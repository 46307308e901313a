// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.ClassMeasure;
import java.util.stream.IntStream;

/** Answers as they would be with the one temperature that suits the truth best. */
final class Refitted {
  private static final int STEPS = 60;
  private static final double WIDEST = 3;

  private Refitted() {}

  /**
   * Temperatures from e⁻³ to e³ are tried, the model's own among them.
   *
   * @param answers of classes
   */
  static Answers of(Answers answers) {
    Answers best = answers;
    double least = ClassMeasure.LOG_LOSS.of(answers);
    for (int step = 0; step <= STEPS; step++) {
      double temperature = Math.exp(WIDEST * (2.0 * step / STEPS - 1));
      Answers tried = at(temperature, answers);
      double loss = ClassMeasure.LOG_LOSS.of(tried);
      if (loss < least) {
        least = loss;
        best = tried;
      }
    }
    return best;
  }

  private static Answers at(double temperature, Answers answers) {
    float[][] scores = new float[answers.scores().length][];
    IntStream.range(0, scores.length)
        .forEach(row -> scores[row] = at(temperature, answers.scores()[row]));
    return new Answers(answers.facts(), scores, answers.halfWidths());
  }

  private static float[] at(double temperature, float[] scores) {
    double[] powers =
        IntStream.range(0, scores.length)
            .mapToDouble(c -> Math.pow(Math.max(1e-12, scores[c]), 1 / temperature))
            .toArray();
    double sum = java.util.Arrays.stream(powers).sum();
    float[] scaled = new float[scores.length];
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] = (float) (powers[c] / sum);
    }
    return scaled;
  }
}
