// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * Adam (Kingma and Ba, 2015) with decoupled weight decay on matrices (Loshchilov and Hutter, 2019).
 */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

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

  /** One step against the gradients. */
  void step(double learningRate) {
    step++;
    double scale =
        learningRate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
    weights
        .all()
        .forEach(
            (name, w) -> {
              double shrink = w.rows > 1 ? 1 - learningRate * decay : 1;
              update(w, gradients.get(name), first.get(name), second.get(name), scale, shrink);
            });
  }

  private static void update(Matrix w, Matrix g, Matrix m, Matrix v, double scale, double shrink) {
    for (int i = 0; i < w.size(); i++) {
      float gradient = g.data.get(i);
      double mean = BETA1 * m.data.get(i) + (1 - BETA1) * gradient;
      double square = BETA2 * v.data.get(i) + (1 - BETA2) * gradient * gradient;
      m.data.put(i, (float) mean);
      v.data.put(i, (float) square);
      double next = w.data.get(i) * shrink - scale * mean / (Math.sqrt(square) + EPSILON);
      w.data.put(i, (float) next);
    }
  }
}
