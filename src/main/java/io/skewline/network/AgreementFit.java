// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.DependencyOptions.Objective;
import io.skewline.network.DependencyTerm.Complete;
import io.skewline.network.SsfnFit.Fitted;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Fits an {@link Agreement} on the projected vectors of a network that learns no more: the
 * statistic network of its objective goes on from where it is, and where there is none a new one
 * learns by kl. Windows to judge by, which it does not learn from, say when to stop and what
 * mismatched windows look like. One thread.
 */
final class AgreementFit {
  private static final int EPOCHS = 30;
  private static final int PATIENCE = 4;
  private static final int BATCH = 128;
  private static final int CHUNK = 512;
  private static final int MOST_JUDGED = 2000;
  private static final int FEWEST_JUDGED = 8;
  private static final int MISMATCHES = 2000;

  private final SsfnShape shape;
  private final Fitted fitted;
  private final Random random;

  AgreementFit(SsfnShape shape, Fitted fitted, long seed) {
    this.shape = shape;
    this.fitted = fitted;
    this.random = new Random(seed);
  }

  /** Empty where too few windows hold every modality, or all are of a few sessions. */
  Optional<Agreement> fit(List<AlignedWindow> train, List<AlignedWindow> validation) {
    Complete learned = vectors(train);
    Complete judged = first(vectors(validation), MOST_JUDGED);
    if (judged.rows().length < FEWEST_JUDGED || learned.rows().length < FEWEST_JUDGED) {
      return Optional.empty();
    }
    DependencyTerm term = term(Math.max(BATCH, judged.rows().length));
    SsfnWeights best = learn(term, learned, judged);
    term.network().weights().copyFrom(best);
    float[] mismatched = mismatched(term, judged);
    return mismatched.length == 0 ? Optional.empty() : Optional.of(Agreement.of(best, mismatched));
  }

  private DependencyTerm term(int maxRows) {
    return fitted
        .dependency()
        .map(term -> term.withRows(maxRows))
        .orElseGet(
            () ->
                new DependencyTerm(
                    new DependencyOptions(Objective.KL, 0, 1, 0, 10),
                    shape.modalities().size(),
                    shape.width(),
                    maxRows,
                    random));
  }

  private SsfnWeights learn(DependencyTerm term, Complete learned, Complete judged) {
    SsfnWeights best = term.network().weights().copy();
    double most = Double.NEGATIVE_INFINITY;
    int bestEpoch = 0;
    for (int epoch = 1; epoch <= EPOCHS && epoch - bestEpoch <= PATIENCE; epoch++) {
      int[] order = random.ints(learned.rows().length, 0, learned.rows().length).toArray();
      for (int from = 0; from < order.length; from += BATCH) {
        term.learn(part(learned, order, from, Math.min(order.length, from + BATCH)));
      }
      double value = (term.measure(judged) + term.measure(judged) + term.measure(judged)) / 3;
      if (value > most) {
        most = value;
        bestEpoch = epoch;
        best.copyFrom(term.network().weights());
      }
    }
    return best;
  }

  private static Complete part(Complete all, int[] order, int from, int to) {
    int[] rows = new int[to - from];
    int[] sessions = new int[to - from];
    for (int i = from; i < to; i++) {
      rows[i - from] = all.rows()[order[i]];
      sessions[i - from] = all.sessions()[order[i]];
    }
    return new Complete(all.vectors(), rows, sessions);
  }

  private static Complete first(Complete all, int most) {
    int[] order = new int[all.rows().length];
    java.util.Arrays.setAll(order, i -> i);
    return part(all, order, 0, Math.min(most, order.length));
  }

  private static float[] mismatched(DependencyTerm term, Complete judged) {
    float[] values = {};
    while (values.length < MISMATCHES) {
      float[] more = term.mismatched(judged);
      if (more.length == 0) {
        return more;
      }
      int before = values.length;
      values = java.util.Arrays.copyOf(values, before + more.length);
      System.arraycopy(more, 0, values, before, more.length);
    }
    return values;
  }

  /** All windows' vectors by modality, computed in chunks. */
  private Complete vectors(List<AlignedWindow> windows) {
    Matrix[] all =
        Matrix.many(shape.modalities().size(), Math.max(1, windows.size()), shape.width());
    WindowTable whole = new WindowTable(shape, fitted.normalisers(), windows);
    SsfnGraph graph = new SsfnGraph(shape, fitted.weights(), SsfnWeights.zeros(shape), CHUNK);
    for (int from = 0; from < windows.size(); from += CHUNK) {
      List<AlignedWindow> chunk = windows.subList(from, Math.min(windows.size(), from + CHUNK));
      graph.forward(new WindowTable(shape, fitted.normalisers(), chunk).all());
      Matrix[] means = graph.modalityMeans();
      for (int m = 0; m < all.length; m++) {
        all[m].data.put(from * shape.width(), means[m].data, 0, means[m].size());
      }
    }
    return Complete.of(all, whole.present, whole.sessions);
  }
}
