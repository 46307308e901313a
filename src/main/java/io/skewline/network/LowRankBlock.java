// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/**
 * Low-rank tensor fusion (Liu et al., 2018) of two vectors: fused = Σᵣ (Wᵣa [1; a]) ⊙ (Wᵣb [1; b])
 * + bias, the tensor product of {@link TensorBlock} with a weight tensor of rank {@value #RANK}.
 */
final class LowRankBlock implements PairBlock {
  private static final int RANK = 4;

  private final int p;
  private final Matrix wa;
  private final Matrix wb;
  private final Matrix dWa;
  private final Matrix dWb;
  private final Matrix bias;
  private final Matrix dBias;
  private final Matrix extendedA;
  private final Matrix extendedB;
  private final Matrix fa;
  private final Matrix fb;
  private final Matrix dFa;
  private final Matrix dFb;
  private final Matrix dExtended;

  LowRankBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    p = width;
    wa = weights.get("low-rank.a");
    wb = weights.get("low-rank.b");
    bias = weights.get("low-rank.bias");
    dWa = gradients.get("low-rank.a");
    dWb = gradients.get("low-rank.b");
    dBias = gradients.get("low-rank.bias");
    extendedA = new Matrix(maxRows, width + 1);
    extendedB = new Matrix(maxRows, width + 1);
    fa = new Matrix(maxRows, RANK * width);
    fb = new Matrix(maxRows, RANK * width);
    dFa = new Matrix(maxRows, RANK * width);
    dFb = new Matrix(maxRows, RANK * width);
    dExtended = new Matrix(maxRows, width + 1);
  }

  static void shapes(int p, Map<String, int[]> to) {
    to.put("low-rank.a", new int[] {p + 1, RANK * p});
    to.put("low-rank.b", new int[] {p + 1, RANK * p});
    to.put("low-rank.bias", new int[] {1, p});
  }

  @Override
  public void forward(Matrix a, Matrix b, Matrix fused) {
    int rows = a.rows;
    extend(a, extendedA);
    extend(b, extendedB);
    Blas.gemm(extendedA.top(rows), wa, 0, fa.top(rows));
    Blas.gemm(extendedB.top(rows), wb, 0, fb.top(rows));
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < p; c++) {
        float sum = bias.data.get(c);
        for (int k = c; k < RANK * p; k += p) {
          sum += fa.get(r, k) * fb.get(r, k);
        }
        fused.set(r, c, sum);
      }
    }
  }

  private void extend(Matrix x, Matrix to) {
    for (int r = 0; r < x.rows; r++) {
      to.set(r, 0, 1);
      to.data.put(r * (p + 1) + 1, x.data, r * p, p);
    }
  }

  @Override
  public void backward(Matrix a, Matrix b, Matrix dFused, Matrix toA, Matrix toB) {
    int rows = dFused.rows;
    Rows.addColumnSums(dFused, dBias);
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < RANK * p; k++) {
        float d = dFused.get(r, k % p);
        dFa.set(r, k, d * fb.get(r, k));
        dFb.set(r, k, d * fa.get(r, k));
      }
    }
    back(extendedA.top(rows), dFa.top(rows), wa, dWa, toA);
    back(extendedB.top(rows), dFb.top(rows), wb, dWb, toB);
  }

  private void back(Matrix in, Matrix dOut, Matrix w, Matrix dW, Matrix to) {
    Blas.gemmTransA(in, dOut, 1, dW);
    Matrix d = dExtended.top(in.rows);
    Blas.gemmTransB(dOut, w, 0, d);
    for (int r = 0; r < in.rows; r++) {
      for (int c = 0; c < p; c++) {
        to.set(r, c, to.get(r, c) + d.get(r, c + 1));
      }
    }
  }
}
