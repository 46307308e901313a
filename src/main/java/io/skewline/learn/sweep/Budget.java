// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.sweep.Contender.Fused;
import java.util.List;

/**
 * How a number of fits is spent on plans. If it does for all, every plan gets every seed. Else late
 * and pairwise do, as many others as half of the rest allows get one fit each, from the front of
 * the list; the other seeds are for the best on validation windows and, from the cheapest, those
 * that cannot be told from it.
 *
 * @param whole plans that get every seed
 * @param screened plans that get one fit first
 * @param finalists how many of those get the other seeds
 */
record Budget(List<Fused> whole, List<Fused> screened, int finalists) {

  static Budget of(PlanSpace space, int seeds, int fits) {
    List<Fused> all = space.all();
    if ((long) all.size() * seeds <= fits) {
      return new Budget(all, List.of(), 0);
    }
    List<Fused> whole = List.of(space.late(), space.pairwise()).stream().distinct().toList();
    List<Fused> others = all.stream().filter(plan -> !whole.contains(plan)).toList();
    int rest = fits - whole.size() * seeds;
    int more = Math.max(1, seeds - 1);
    int finalists = Math.max(1, rest / 2 / more);
    int screened = Math.min(others.size(), rest - finalists * (seeds - 1));
    finalists = Math.min(screened, (rest - screened) / more);
    return new Budget(whole, others.subList(0, screened), finalists);
  }

  int fits(int seeds) {
    return whole.size() * seeds + screened.size() + finalists * (seeds - 1);
  }
}
