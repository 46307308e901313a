// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.DependencyOptions.Objective;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How much the modalities of a batch depend on each other, by a statistic network that is trained
 * to tell matched windows from mismatched ones, and the gradient of it. Windows that lack a
 * modality do not count. A batch without a {@link Derangement} is left out and counted. One thread.
 */
final class DependencyTerm {
  private static final double LEARNING_RATE = 0.001;

  private final DependencyOptions options;
  private final Random random;
  private final int modalities;
  private final int width;
  private final StatisticNetwork network;
  private final Adam adam;
  private final Divergence divergence;
  private long dropped;

  DependencyTerm(DependencyOptions options, int modalities, int width, int maxRows, Random random) {
    this(
        options,
        modalities,
        width,
        StatisticNetwork.random(modalities * width, maxRows, random.nextLong()),
        random);
  }

  private DependencyTerm(
      DependencyOptions options,
      int modalities,
      int width,
      StatisticNetwork network,
      Random random) {
    this.options = options;
    this.random = random;
    this.modalities = modalities;
    this.width = width;
    this.network = network;
    this.adam = new Adam(network.weights(), network.gradients(), 0);
    this.divergence = new Divergence(options.objective(), options.clamp());
  }

  /** The same statistic network for batches of another size, learning anew how fast to learn. */
  DependencyTerm withRows(int maxRows) {
    return withRows(maxRows, random);
  }

  /** Likewise, with draws of its own. */
  DependencyTerm withRows(int maxRows, Random draws) {
    return new DependencyTerm(
        options,
        modalities,
        width,
        new StatisticNetwork(network.weights(), modalities * width, maxRows),
        draws);
  }

  StatisticNetwork network() {
    return network;
  }

  /** Batches that had no derangement. */
  long dropped() {
    return dropped;
  }

  /** The rows of a batch that hold every modality. */
  record Complete(Matrix[] vectors, int[] rows, int[] sessions) {

    /**
     * @param vectors per modality rows × P
     * @param sessions the session of each row
     */
    static Complete of(Matrix[] vectors, boolean[][] present, int[] sessions) {
      int[] rows = new int[sessions.length];
      int n = 0;
      for (int r = 0; r < rows.length; r++) {
        boolean all = true;
        for (boolean one : present[r]) {
          all &= one;
        }
        if (all) {
          rows[n++] = r;
        }
      }
      int[] kept = Arrays.copyOf(rows, n);
      return new Complete(vectors, kept, Arrays.stream(kept).map(r -> sessions[r]).toArray());
    }
  }

  /** Trains the statistic network by some steps; false where the batch has no derangement. */
  boolean learn(Complete batch) {
    for (int n = 0; n < options.innerSteps(); n++) {
      Optional<int[][]> mismatch = Derangement.draw(batch.sessions(), modalities, random);
      if (mismatch.isEmpty()) {
        dropped++;
        return false;
      }
      network.gradients().clear();
      value(batch, mismatch.get(), true, null);
      negate(network.gradients());
      adam.step(LEARNING_RATE);
      if (options.objective() == Objective.WASSERSTEIN) {
        network.normaliseSpectrum();
      }
    }
    return true;
  }

  private static void negate(SsfnWeights gradients) {
    gradients.all().values().forEach(g -> Rows.scale(g, -1));
  }

  /**
   * Adds −λ times the gradient of the dependency by the vectors.
   *
   * @param to per modality rows × P
   * @return the dependency, NaN where the batch has no derangement
   */
  double add(Complete batch, double lambda, Matrix[] to) {
    Optional<int[][]> mismatch = Derangement.draw(batch.sessions(), modalities, random);
    if (mismatch.isEmpty()) {
      return Double.NaN;
    }
    return value(batch, mismatch.get(), false, new Target(to, -lambda));
  }

  /** The dependency as it stands, nothing learned; NaN likewise. */
  double measure(Complete batch) {
    return Derangement.draw(batch.sessions(), modalities, random)
        .map(mismatch -> value(batch, mismatch, false, null))
        .orElse(Double.NaN);
  }

  /** T of mismatched windows; none where there is no derangement. */
  float[] mismatched(Complete batch) {
    return Derangement.draw(batch.sessions(), modalities, random)
        .map(mismatch -> statistic(batch, mismatch))
        .orElse(new float[0]);
  }

  float[] matched(Complete batch) {
    return statistic(batch, matched(batch.rows().length));
  }

  private record Target(Matrix[] gradients, double factor) {}

  private double value(Complete batch, int[][] mismatch, boolean learns, @Nullable Target to) {
    int[][] matched = matched(batch.rows().length);
    float[] joint = statistic(batch, matched);
    float[] product = statistic(batch, mismatch);
    double value = divergence.value(joint, product, learns);
    // The product's activations are still there; the joint's are computed once more.
    scatter(batch, mismatch, network.backward(divergence.dProduct), to);
    statistic(batch, matched);
    scatter(batch, matched, network.backward(divergence.dJoint), to);
    return value;
  }

  private int[][] matched(int rows) {
    int[][] same = new int[modalities][rows];
    for (int[] of : same) {
      Arrays.setAll(of, i -> i);
    }
    return same;
  }

  private float[] statistic(Complete batch, int[][] from) {
    int n = batch.rows().length;
    Matrix in = network.input(n);
    for (int m = 0; m < modalities; m++) {
      for (int i = 0; i < n; i++) {
        int row = batch.rows()[from[m][i]];
        in.data.put(i * in.cols + m * width, batch.vectors()[m].data, row * width, width);
      }
    }
    return network.forward(n);
  }

  private void scatter(Complete batch, int[][] from, Matrix d, @Nullable Target to) {
    for (int m = 0; to != null && m < modalities; m++) {
      for (int i = 0; i < d.rows; i++) {
        int row = batch.rows()[from[m][i]];
        for (int c = 0; c < width; c++) {
          float before = to.gradients()[m].get(row, c);
          to.gradients()[m].set(row, c, before + (float) (to.factor() * d.get(i, m * width + c)));
        }
      }
    }
  }
}
