// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.stats;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    List<Candidate<T>> best = best(candidates);
    if (best.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to choose from");
    }
    return best.stream().min(cheapest()).orElseThrow();
  }

  /**
   * Who is to be looked at more closely where there is no room for all: the best, which sets the
   * bar, then from the cheapest those within one standard error of it, then from the best the rest.
   */
  public static <T> List<Candidate<T>> order(List<Candidate<T>> candidates) {
    Comparator<Candidate<T>> better = Comparator.comparingDouble(c -> -c.score());
    Set<Candidate<T>> order = new LinkedHashSet<>();
    known(candidates).stream().min(better).ifPresent(order::add);
    best(candidates).stream().sorted(cheapest()).forEach(order::add);
    known(candidates).stream().sorted(better).forEach(order::add);
    order.addAll(candidates);
    return List.copyOf(order);
  }

  private static <T> Comparator<Candidate<T>> cheapest() {
    return Comparator.<Candidate<T>>comparingDouble(Candidate::cost)
        .thenComparing(Comparator.comparingDouble(Candidate<T>::score).reversed());
  }

  private static <T> List<Candidate<T>> known(List<Candidate<T>> candidates) {
    return candidates.stream().filter(c -> Double.isFinite(c.score())).toList();
  }

  /** Within one standard error of the best. */
  private static <T> List<Candidate<T>> best(List<Candidate<T>> candidates) {
    List<Candidate<T>> known = known(candidates);
    double bar =
        known.stream()
            .max(Comparator.comparingDouble(Candidate::score))
            .map(c -> c.score() - (Double.isFinite(c.standardError()) ? c.standardError() : 0))
            .orElse(Double.POSITIVE_INFINITY);
    return known.stream().filter(c -> c.score() >= bar).toList();
  }
}
