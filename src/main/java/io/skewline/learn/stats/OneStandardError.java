// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import java.util.Comparator;
import java.util.List;

/**
 * Among all within one standard error of the best, the cheapest (Breiman et al., 1984): what cannot
 * be told apart is decided by cost.
 */
public final class OneStandardError {
  private OneStandardError() {}

  /**
   * @param score the higher the better
   * @param standardError of the score
   */
  public record Candidate<T>(T what, double score, double standardError, double cost) {}

  /**
   * Of equal costs the better score wins, then the earlier in the list. A score that is not a
   * number never wins.
   *
   * @throws IllegalArgumentException if there is none to choose
   */
  public static <T> Candidate<T> choose(List<Candidate<T>> candidates) {
    List<Candidate<T>> known = candidates.stream().filter(c -> Double.isFinite(c.score())).toList();
    Candidate<T> best =
        known.stream()
            .max(Comparator.comparingDouble(Candidate::score))
            .orElseThrow(() -> new IllegalArgumentException("there is nothing to choose from"));
    double error = Double.isFinite(best.standardError()) ? best.standardError() : 0;
    return known.stream()
        .filter(c -> c.score() >= best.score() - error)
        .min(
            Comparator.<Candidate<T>>comparingDouble(Candidate::cost)
                .thenComparing(Comparator.comparingDouble(Candidate<T>::score).reversed()))
        .orElseThrow();
  }
}
