// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.Batches.Batch;
import java.util.Optional;
import java.util.Random;

/**
 * The total correlation of the modalities and the label, with the class head as the statistic
 * network: max E_p[f(x)_y] − log E_q Σ_y p(y) e^{f(x)_y}, p the windows with their labels, q the
 * product of the modalities' and the label's marginals, drawn by a {@link Derangement} (TCMax, ICLR
 * 2026). No λ, no inner steps. At the optimum f(x)_y + log p(y) are the logits of p(y | x), up to a
 * constant: so the label's prior is what has to be added for scores. Where nothing is labelled
 * there is one score per window, the label says nothing, and the whole network is the statistic
 * network of what the modalities have in common.
 */
final class TotalCorrelation implements Objective {
  private final SsfnShape shape;
  private final SsfnGraph matched;
  private final SsfnGraph mismatched;
  private final Targets targets;
  private final Random random;
  private final Matrix[] slots;
  private final float[] logPrior;
  private long dropped;

  /**
   * @param matched computes windows, {@code mismatched} windows made of several, on the same
   *     weights
   */
  TotalCorrelation(
      SsfnShape shape,
      SsfnGraph matched,
      SsfnGraph mismatched,
      Targets targets,
      int maxRows,
      Random random) {
    this.shape = shape;
    this.matched = matched;
    this.mismatched = mismatched;
    this.targets = targets;
    this.random = random;
    this.slots = new Matrix[shape.slots().size()];
    for (int s = 0; s < slots.length; s++) {
      slots[s] = new Matrix(maxRows, shape.slots().get(s).width());
    }
    this.logPrior = targets.logPrior(shape.outputs());
  }

  @Override
  public float[] prior() {
    return logPrior;
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public void step(Batch batch, double lambda) {
    Optional<int[][]> from = Derangement.draw(batch.sessions(), shape.modalities().size(), random);
    Matrix scores = matched.forward(batch.input(), batch.keep());
    int n = batch.rows().length;
    if (from.isEmpty()) {
      dropped++;
      Rows.addBias(scores, Matrix.of(1, logPrior.length, logPrior));
      targets.lossAndGradient(scores, batch.rows(), n, 0);
    } else {
      scores.fill(0);
      for (int r = 0; r < n; r++) {
        scores.set(r, (int) targets.values()[batch.rows()[r]], -1f / n);
      }
    }
    matched.backward(scores, batch.keep());
    from.ifPresent(rows -> product(batch, rows));
  }

  /**
   * Without labels: E_p[f(x)] − log E_q[e^{f(x)}], the Donsker–Varadhan bound on the modalities'
   * total correlation, as it stands; NaN where there is no derangement.
   */
  double value(SsfnInput in, int[] sessions) {
    Optional<int[][]> from = Derangement.draw(sessions, shape.modalities().size(), random);
    if (from.isEmpty()) {
      return Double.NaN;
    }
    double joint = sum(matched.forward(in), 0, false) / in.rows;
    Matrix product = mismatched.forward(mix(in, from.get()));
    double most = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < in.rows; r++) {
      most = Math.max(most, product.get(r, 0));
    }
    return joint - most - Math.log(sum(product, most, true) / in.rows);
  }

  private static double sum(Matrix scores, double less, boolean exponential) {
    double sum = 0;
    for (int r = 0; r < scores.rows; r++) {
      double score = scores.get(r, 0) - less;
      sum += exponential ? Math.exp(score) : score;
    }
    return sum;
  }

  /** The gradient of log (1/n) Σ_i Σ_y p(y) e^{f_iy}: a softmax over all rows and labels. */
  private void product(Batch batch, int[][] from) {
    Matrix scores = mismatched.forward(mix(batch.input(), from), batch.keep());
    Rows.addBias(scores, Matrix.of(1, logPrior.length, logPrior));
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.size(); i++) {
      most = Math.max(most, scores.data.get(i));
    }
    double sum = 0;
    for (int i = 0; i < scores.size(); i++) {
      double e = Math.exp(scores.data.get(i) - most);
      scores.data.put(i, (float) e);
      sum += e;
    }
    Rows.scale(scores, (float) (1 / sum));
    mismatched.backward(scores, batch.keep());
  }

  private SsfnInput mix(SsfnInput in, int[][] from) {
    boolean[][] present = new boolean[in.rows][shape.modalities().size()];
    for (int r = 0; r < in.rows; r++) {
      for (int m = 0; m < present[r].length; m++) {
        present[r][m] = in.present[from[m][r]][m];
      }
    }
    for (int s = 0; s < slots.length; s++) {
      int cols = slots[s].cols;
      int[] rows = from[shape.slots().get(s).modality()];
      for (int r = 0; r < in.rows; r++) {
        slots[s].data.put(r * cols, in.slots[s].data, rows[r] * cols, cols);
      }
    }
    return new SsfnInput(in.rows, slots, present);
  }
}
