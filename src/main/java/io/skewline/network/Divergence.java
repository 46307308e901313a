// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.DependencyOptions.Objective;
import java.util.Arrays;

/**
 * Lower bounds of how far the joint distribution p is from the product of its marginals q, from a
 * statistic T on samples of both (Colombo et al., 2021):
 *
 * <ul>
 *   <li>kl, Donsker–Varadhan: E_p[T] − log E_q[e^T]
 *   <li>f, Nguyen–Wainwright–Jordan: E_p[T] − E_q[e^(T − 1)]
 *   <li>wasserstein, Kantorovich–Rubinstein, T 1-Lipschitz: E_p[T] − E_q[T]
 * </ul>
 *
 * <p>The gradient of kl's logarithm is biased on small batches; its denominator is a moving average
 * over batches (Belghazi et al., 2018). One thread.
 */
final class Divergence {
  private static final double NEW_SHARE = 0.1;

  private final Objective objective;
  private final double clamp;
  private double logAverage = Double.NaN;

  /** Of the last call: the gradient of the value by T of each sample. */
  float[] dJoint = {};

  float[] dProduct = {};

  Divergence(Objective objective, double clamp) {
    if (!objective.hasStatistic()) {
      throw new IllegalArgumentException(objective.label() + " has no statistic network");
    }
    this.objective = objective;
    this.clamp = clamp;
  }

  /**
   * @param moves whether kl's moving average takes this batch in
   * @return the bound, in nats (wasserstein: in units of the vectors)
   */
  double value(float[] joint, float[] product, boolean moves) {
    dJoint = new float[joint.length];
    Arrays.fill(dJoint, 1f / joint.length);
    dProduct = new float[product.length];
    return mean(joint)
        - switch (objective) {
          case KL -> logMeanExp(product, moves);
          case F -> meanExp(product);
          default -> plainMean(product);
        };
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private double logMeanExp(float[] values, boolean moves) {
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      most = Math.max(most, cut(value));
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(cut(value) - most);
    }
    double batch = most + Math.log(sum / values.length);
    double denominator = average(batch, moves);
    for (int i = 0; i < values.length; i++) {
      if (inside(values[i])) {
        dProduct[i] = (float) (-Math.exp(values[i] - denominator) / values.length);
      }
    }
    return batch;
  }

  private double average(double batch, boolean moves) {
    double before = Double.isNaN(logAverage) ? batch : logAverage;
    double most = Math.max(before, batch);
    double after =
        most
            + Math.log(
                (1 - NEW_SHARE) * Math.exp(before - most) + NEW_SHARE * Math.exp(batch - most));
    if (moves) {
      logAverage = after;
    }
    return after;
  }

  private double meanExp(float[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double e = Math.exp(cut(values[i]) - 1) / values.length;
      sum += e;
      dProduct[i] = inside(values[i]) ? (float) -e : 0;
    }
    return sum;
  }

  private double plainMean(float[] values) {
    Arrays.fill(dProduct, -1f / values.length);
    return mean(values);
  }

  private double cut(double t) {
    return Math.max(-clamp, Math.min(clamp, t));
  }

  private boolean inside(double t) {
    return Math.abs(t) < clamp;
  }
}
