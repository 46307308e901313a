// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.ClassMeasure;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Answers as they would be with the one temperature that suits the truth best; values with the
 * straight line that does.
 */
final class Refitted {
  /** Temperatures from e⁻³ to e³ are looked at. */
  private static final double WIDEST = 3;

  private Refitted() {}

  static Answers of(Answers answers) {
    return answers.facts().outputs() > 1 ? cooled(answers) : straightened(answers);
  }

  private static Answers straightened(Answers answers) {
    SimpleRegression line = new SimpleRegression();
    for (int row = 0; row < answers.scores().length; row++) {
      line.addData(answers.scores()[row][0], answers.facts().values()[row]);
    }
    float[][] values =
        Arrays.stream(answers.scores())
            .map(said -> new float[] {(float) line.predict(said[0])})
            .toArray(float[][]::new);
    return Double.isFinite(line.getSlope())
        ? new Answers(answers.facts(), values, answers.halfWidths())
        : answers;
  }

  private static Answers cooled(Answers answers) {
    // Log loss is convex in 1 / temperature, so there is one lowest point.
    double best =
        new BrentOptimizer(1e-8, 1e-8)
            .optimize(
                new MaxEval(200),
                GoalType.MINIMIZE,
                new SearchInterval(-WIDEST, WIDEST),
                new UnivariateObjectiveFunction(
                    log -> ClassMeasure.LOG_LOSS.of(at(Math.exp(log), answers))))
            .getPoint();
    return at(Math.exp(best), answers);
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
    double sum = Arrays.stream(powers).sum();
    float[] scaled = new float[scores.length];
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] = (float) (powers[c] / sum);
    }
    return scaled;
  }
}
