// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * T: the modalities' vectors side by side → {@value #HIDDEN} → {@value #HIDDEN} → 1, relu. One
 * thread; weights may be shared by several.
 */
final class StatisticNetwork {
  private static final int HIDDEN = 128;
  private static final int POWER_STEPS = 8;

  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final Linear[] layers;
  private final Matrix[] activations;
  private final Matrix[] dActivations;

  /** Per layer the left singular vector of the last power iteration. */
  private final Map<String, float[]> left = new LinkedHashMap<>();

  StatisticNetwork(SsfnWeights weights, int inputs, int maxRows) {
    this.weights = weights;
    this.gradients = SsfnWeights.zeros(shapes(inputs));
    this.layers = new Linear[3];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new Linear(weights, gradients, name(i));
    }
    int[] widths = {inputs, HIDDEN, HIDDEN, 1};
    this.activations = new Matrix[widths.length];
    this.dActivations = new Matrix[widths.length];
    for (int i = 0; i < widths.length; i++) {
      activations[i] = new Matrix(maxRows, widths[i]);
      dActivations[i] = new Matrix(maxRows, widths[i]);
    }
  }

  static StatisticNetwork random(int inputs, int maxRows, long seed) {
    return new StatisticNetwork(SsfnWeights.random(shapes(inputs), seed), inputs, maxRows);
  }

  static Map<String, int[]> shapes(int inputs) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    SsfnWeights.linear(shapes, name(0), inputs, HIDDEN);
    SsfnWeights.linear(shapes, name(1), HIDDEN, HIDDEN);
    SsfnWeights.linear(shapes, name(2), HIDDEN, 1);
    return shapes;
  }

  private static String name(int layer) {
    return "statistic." + layer;
  }

  SsfnWeights weights() {
    return weights;
  }

  SsfnWeights gradients() {
    return gradients;
  }

  /** Where the rows to be judged are to be put. */
  Matrix input(int rows) {
    return activations[0].top(rows);
  }

  /** T of each row of the input. */
  float[] forward(int rows) {
    for (int i = 0; i < layers.length; i++) {
      layers[i].forward(activations[i].top(rows), activations[i + 1].top(rows));
      if (i + 1 < layers.length) {
        Rows.relu(activations[i + 1].top(rows));
      }
    }
    float[] values = new float[rows];
    activations[layers.length].data.get(0, values);
    return values;
  }

  /**
   * Adds to the gradients of the weights, for the last forward pass.
   *
   * @param dValues gradient by T of each row
   * @return gradient by the input, rows × inputs, valid until the next call
   */
  Matrix backward(float[] dValues) {
    int rows = dValues.length;
    dActivations[layers.length].data.put(0, dValues);
    for (int i = layers.length - 1; i >= 0; i--) {
      Matrix d = dActivations[i + 1].top(rows);
      if (i + 1 < layers.length) {
        Rows.reluBack(activations[i + 1].top(rows), d);
      }
      layers[i].back(activations[i].top(rows), d, 0, dActivations[i].top(rows));
    }
    return dActivations[0].top(rows);
  }

  /**
   * Makes T 1-Lipschitz: a matrix whose largest singular value, by power iteration, is above one is
   * divided by it (Miyato et al., 2018).
   */
  void normaliseSpectrum() {
    for (int i = 0; i < layers.length; i++) {
      Matrix w = weights.get(name(i));
      double sigma = largestSingularValue(w, left.computeIfAbsent(name(i), n -> start(w.cols)));
      for (int k = 0; sigma > 1 && k < w.size(); k++) {
        w.data.put(k, (float) (w.data.get(k) / sigma));
      }
    }
  }

  private static float[] start(int size) {
    Random random = new Random(size);
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double largestSingularValue(Matrix w, float[] vector) {
    Matrix v = Matrix.of(w.cols, 1, vector);
    Matrix u = new Matrix(w.rows, 1);
    double sigma = 0;
    for (int n = 0; n < POWER_STEPS; n++) {
      Blas.gemm(w, v, 0, u);
      scale(u);
      Blas.gemmTransA(w, u, 0, v);
      sigma = scale(v);
    }
    v.data.get(0, vector);
    return sigma;
  }

  /** To length one; returns the length before. */
  private static double scale(Matrix vector) {
    double squares = 0;
    for (int i = 0; i < vector.size(); i++) {
      squares += (double) vector.data.get(i) * vector.data.get(i);
    }
    double length = Math.sqrt(squares);
    for (int i = 0; length > 0 && i < vector.size(); i++) {
      vector.data.put(i, (float) (vector.data.get(i) / length));
    }
    return length;
  }
}
