// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.SsfnShape.Slot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * The learned tensors by name. Shapes are [in, out]; biases and norms are one row. Projections are
 * per modality and layer, the block is shared by all pairs.
 */
final class SsfnWeights {
  /** Wv·Wo as one matrix, for serving. */
  static final String FOLDED = "attend";

  private final Map<String, Matrix> tensors = new LinkedHashMap<>();

  /** Names and shapes in a fixed order. */
  static Map<String, int[]> shapes(SsfnShape shape) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    int p = shape.width();
    for (Slot slot : shape.slots()) {
      shapes.put("project." + slot.name(), new int[] {slot.width(), p});
      shapes.put("project.bias." + slot.name(), new int[] {1, p});
    }
    for (int m = 0; m < shape.modalities().size(); m++) {
      shapes.put("mask." + m, new int[] {1, p});
    }
    switch (shape.block()) {
      case EARLY -> EarlyMixer.shapes(shape, shapes);
      case MIXTURE -> DecisionMixer.shapes(shape, shapes);
      default -> PairMixer.shapes(shape, shapes);
    }
    shapes.put("head", new int[] {p + shape.modalities().size(), shape.outputs()});
    shapes.put("head.bias", new int[] {1, shape.outputs()});
    return shapes;
  }

  /** A matrix [in, out] and its bias. */
  static void linear(Map<String, int[]> to, String name, int in, int out) {
    to.put(name, new int[] {in, out});
    to.put(name + ".bias", new int[] {1, out});
  }

  static SsfnWeights zeros(SsfnShape shape) {
    return zeros(shapes(shape));
  }

  static SsfnWeights zeros(Map<String, int[]> shapes) {
    SsfnWeights weights = new SsfnWeights();
    shapes.forEach((name, s) -> weights.tensors.put(name, new Matrix(s[0], s[1])));
    return weights;
  }

  /** Glorot-uniform matrices, unit gains, small mask tokens, zero biases. */
  static SsfnWeights random(SsfnShape shape, long seed) {
    return random(shapes(shape), seed);
  }

  static SsfnWeights random(Map<String, int[]> shapes, long seed) {
    SsfnWeights weights = zeros(shapes);
    Random random = new Random(seed);
    weights.tensors.forEach(
        (name, matrix) -> {
          if (name.endsWith(".gain")) {
            matrix.fill(1);
          } else if (matrix.rows > 1 || name.startsWith("mask.")) {
            double limit = Math.sqrt(6.0 / (matrix.rows + matrix.cols));
            for (int i = 0; i < matrix.size(); i++) {
              matrix.data.put(i, (float) ((2 * random.nextDouble() - 1) * limit));
            }
          }
        });
    return weights;
  }

  boolean isFolded() {
    return tensors.containsKey(FOLDED);
  }

  /** The same function with one product less per co-attention: for forward passes alone. */
  SsfnWeights folded() {
    SsfnWeights folded = copy();
    Matrix out = get("out");
    if (out != null) {
      Matrix product = new Matrix(out.rows, out.cols);
      Blas.gemm(get("value"), out, 0, product);
      Matrix bias = get("out.bias").copy();
      Blas.gemm(get("value.bias"), out, 1, bias);
      folded.put(FOLDED, product);
      folded.put(FOLDED + ".bias", bias);
    }
    return folded;
  }

  /** For serving: nothing may change them any more. */
  SsfnWeights frozen() {
    tensors.values().stream().filter(matrix -> matrix.rows > 1).forEach(Matrix::freeze);
    return this;
  }

  Matrix get(String name) {
    return tensors.get(name);
  }

  void put(String name, Matrix matrix) {
    tensors.put(name, matrix);
  }

  Map<String, Matrix> all() {
    return tensors;
  }

  SsfnWeights copy() {
    SsfnWeights copy = new SsfnWeights();
    tensors.forEach((name, matrix) -> copy.tensors.put(name, matrix.copy()));
    return copy;
  }

  void copyFrom(SsfnWeights other) {
    tensors.forEach((name, matrix) -> matrix.copyFrom(other.get(name)));
  }

  void clear() {
    tensors.values().forEach(matrix -> matrix.fill(0));
  }
}
