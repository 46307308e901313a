// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/**
 * Tensor fusion (Zadeh et al., 2017) of two vectors, each first brought to a small width: fused =
 * relu(W vec([1; u] ⊗ [1; v]) + bias), u = Wa a + ba, v = Wb b + bb.
 */
final class TensorBlock implements PairBlock {
  /** Width of u and v at most: the product has its square. */
  private static final int MOST = 12;

  private final int q;
  private final Linear first;
  private final Linear second;
  private final Linear out;
  private final Matrix u;
  private final Matrix v;
  private final Matrix product;
  private final Matrix output;
  private final Matrix dU;
  private final Matrix dV;
  private final Matrix dProduct;
  private final Matrix dOutput;

  TensorBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    q = factor(width);
    first = new Linear(weights, gradients, "tensor.a");
    second = new Linear(weights, gradients, "tensor.b");
    out = new Linear(weights, gradients, "tensor");
    u = new Matrix(maxRows, q);
    v = new Matrix(maxRows, q);
    product = new Matrix(maxRows, (q + 1) * (q + 1));
    output = new Matrix(maxRows, width);
    dU = new Matrix(maxRows, q);
    dV = new Matrix(maxRows, q);
    dProduct = new Matrix(maxRows, (q + 1) * (q + 1));
    dOutput = new Matrix(maxRows, width);
  }

  private static int factor(int width) {
    return Math.min(MOST, width);
  }

  static void shapes(int p, Map<String, int[]> to) {
    int q = factor(p);
    SsfnWeights.linear(to, "tensor.a", p, q);
    SsfnWeights.linear(to, "tensor.b", p, q);
    SsfnWeights.linear(to, "tensor", (q + 1) * (q + 1), p);
  }

  /** The vector with a one before it. */
  private static float extended(Matrix x, int row, int i) {
    return i == 0 ? 1 : x.get(row, i - 1);
  }

  @Override
  public void forward(Matrix a, Matrix b, Matrix fused) {
    int rows = a.rows;
    first.forward(a, u.top(rows));
    second.forward(b, v.top(rows));
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i <= q; i++) {
        for (int j = 0; j <= q; j++) {
          product.set(r, i * (q + 1) + j, extended(u, r, i) * extended(v, r, j));
        }
      }
    }
    out.forward(product.top(rows), output.top(rows));
    Rows.relu(output.top(rows));
    fused.copyFrom(output.top(rows));
  }

  @Override
  public void backward(Matrix a, Matrix b, Matrix dFused, Matrix toA, Matrix toB) {
    int rows = dFused.rows;
    Matrix d = dOutput.top(rows);
    d.copyFrom(dFused);
    Rows.reluBack(output, d);
    out.back(product.top(rows), d, 0, dProduct.top(rows));
    dU.top(rows).fill(0);
    dV.top(rows).fill(0);
    for (int r = 0; r < rows; r++) {
      productBack(r);
    }
    first.back(a, dU.top(rows), 1, toA);
    second.back(b, dV.top(rows), 1, toB);
  }

  private void productBack(int r) {
    for (int i = 0; i <= q; i++) {
      for (int j = 0; j <= q; j++) {
        float d = dProduct.get(r, i * (q + 1) + j);
        if (i > 0) {
          dU.set(r, i - 1, dU.get(r, i - 1) + d * extended(v, r, j));
        }
        if (j > 0) {
          dV.set(r, j - 1, dV.get(r, j - 1) + d * extended(u, r, i));
        }
      }
    }
  }
}
