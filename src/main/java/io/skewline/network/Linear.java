// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/** out = in · W + bias, by the names of its tensors, and back. One thread. */
final class Linear {
  private final Matrix weight;
  private final Matrix bias;
  private final Matrix dWeight;
  private final Matrix dBias;

  /** The bias is the tensor of that name with {@code .bias} behind. */
  Linear(SsfnWeights weights, SsfnWeights gradients, String name) {
    weight = weights.get(name);
    bias = weights.get(name + ".bias");
    dWeight = gradients.get(name);
    dBias = gradients.get(name + ".bias");
  }

  void forward(Matrix in, Matrix out) {
    product(in, out);
    Rows.addBias(out, bias);
  }

  /** in · W, for who adds the bias together with something else. */
  void product(Matrix in, Matrix out) {
    Blas.gemm(in, weight, 0, out);
  }

  Matrix bias() {
    return bias;
  }

  /**
   * Adds to the gradients of weight and bias; dIn = dOut · Wᵀ + beta · dIn.
   *
   * @param beta 1 to add to what is in dIn, 0 to set it
   */
  void back(Matrix in, Matrix dOut, float beta, Matrix dIn) {
    Blas.gemmTransA(in, dOut, 1, dWeight);
    Rows.addColumnSums(dOut, dBias);
    Blas.gemmTransB(dOut, weight, beta, dIn);
  }
}
