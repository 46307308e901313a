// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.concurrent.CancellationException;

/**
 * Adam (Kingma and Ba, 2015) with decoupled weight decay on matrices (Loshchilov and Hutter, 2019).
 */
final class Adam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final SsfnWeights first;
  private final SsfnWeights second;
  private final double decay;
  private int step;

  Adam(SsfnWeights weights, SsfnWeights gradients, double decay) {
    this.weights = weights;
    this.gradients = gradients;
    this.first = weights.copy();
    this.second = weights.copy();
    this.decay = decay;
    first.clear();
    second.clear();
  }

  /**
   * One step against the gradients.
   *
   * @throws CancellationException if the thread has been interrupted: a fit may last minutes
   */
  void step(double learningRate) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while fitting");
    }
    step++;
    double scale =
        learningRate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
    weights
        .all()
        .forEach(
            (name, w) -> {
              double shrink = w.rows > 1 ? 1 - learningRate * decay : 1;
              update(
                  w,
                  gradients.get(name),
                  first.get(name),
                  second.get(name),
                  (float) scale,
                  (float) shrink);
            });
  }

  private static void update(Matrix w, Matrix g, Matrix m, Matrix v, float scale, float shrink) {
    for (int at = 0; at < w.size(); at += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, w.size() - at);
      float[] weight = Scratch.part(0, w, at, n);
      float[] mean = Scratch.part(2, m, at, n);
      float[] square = Scratch.part(3, v, at, n);
      update(weight, Scratch.part(1, g, at, n), mean, square, scale, shrink, n);
      w.data.put(at, weight, 0, n);
      m.data.put(at, mean, 0, n);
      v.data.put(at, square, 0, n);
    }
  }

  private static void update(
      float[] w, float[] g, float[] m, float[] v, float scale, float shrink, int n) {
    for (int i = 0; i < n; i++) {
      float mean = BETA1 * m[i] + (1 - BETA1) * g[i];
      float square = BETA2 * v[i] + (1 - BETA2) * g[i] * g[i];
      m[i] = mean;
      v[i] = square;
      w[i] = w[i] * shrink - scale * mean / ((float) Math.sqrt(square) + EPSILON);
    }
  }
}
