// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.measure.Answers;
import io.skewline.learn.measure.Facts;
import java.util.Map;

/**
 * What one fit said.
 *
 * @param key hash of all that it depends on
 * @param contender its name
 * @param validation by the pass that had not seen them; empty for linear models
 * @param without on the reported windows, each modality masked in turn, by its name
 */
public record FitResult(
    String key,
    String contender,
    long seed,
    Said validation,
    Said reported,
    Map<String, Said> without) {
  public FitResult {
    without = Map.copyOf(without);
  }

  /**
   * @param scores per window, as in {@link Answers}
   */
  public record Said(float[][] scores, float[] halfWidths, float[][] vectors) {
    static final Said NOTHING = new Said(new float[0][], new float[0], new float[0][]);

    static Said of(Answers answers) {
      return new Said(answers.scores(), answers.halfWidths(), answers.vectors());
    }

    Answers on(Facts facts) {
      return new Answers(facts, scores, halfWidths, vectors);
    }
  }
}
