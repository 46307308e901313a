// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/**
 * x = LN1(a + A(b)); x = LN2(x + W2 relu(W1 x)); y the same with a and b swapped; fused = (x +
 * y)/2, A(v) = Wo(Wv v + bv) + bo: co-attention for one vector per modality, per sample. Both
 * directions run as one matrix of twice the rows: [a; b] queries, [b; a] values.
 */
final class CoAttentionBlock implements PairBlock {
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final Matrix queries;
  private final Matrix values;
  private final Matrix hidden;
  private final Matrix x1;
  private final Matrix ff;
  private final Matrix x2;
  private final Matrix normal1;
  private final Matrix normal2;
  private final Matrix inverse1;
  private final Matrix inverse2;
  private final Matrix d1;
  private final Matrix d2;
  private final Matrix d3;

  CoAttentionBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    this.weights = weights;
    this.gradients = gradients;
    int rows = 2 * maxRows;
    queries = new Matrix(rows, width);
    values = new Matrix(rows, width);
    hidden = new Matrix(rows, width);
    x1 = new Matrix(rows, width);
    ff = new Matrix(rows, width);
    x2 = new Matrix(rows, width);
    normal1 = new Matrix(rows, width);
    normal2 = new Matrix(rows, width);
    inverse1 = new Matrix(rows, 1);
    inverse2 = new Matrix(rows, 1);
    d1 = new Matrix(rows, width);
    d2 = new Matrix(rows, width);
    d3 = new Matrix(rows, width);
  }

  static void shapes(int p, Map<String, int[]> to) {
    for (String name : new String[] {"value", "out", "ff1", "ff2"}) {
      SsfnWeights.linear(to, name, p, p);
    }
    for (String name : new String[] {"norm1", "norm2"}) {
      to.put(name + ".gain", new int[] {1, p});
      to.put(name + ".shift", new int[] {1, p});
    }
  }

  @Override
  public void forward(Matrix a, Matrix b, Matrix fused) {
    int n = a.size();
    queries.data.put(0, a.data, 0, n).put(n, b.data, 0, n);
    values.data.put(0, b.data, 0, n).put(n, a.data, 0, n);
    int rows = 2 * a.rows;
    Matrix x = x1.top(rows);
    attend(values.top(rows), x);
    Rows.addTo(x, queries.top(rows), 1);
    Rows.layerNorm(x, w("norm1.gain"), w("norm1.shift"), x, normal1, inverse1);
    Matrix h = ff.top(rows);
    linear(x, "ff1", h);
    Rows.relu(h);
    Matrix out = x2.top(rows);
    linear(h, "ff2", out);
    Rows.addTo(out, x, 1);
    Rows.layerNorm(out, w("norm2.gain"), w("norm2.shift"), out, normal2, inverse2);
    for (int i = 0; i < n; i++) {
      fused.data.put(i, (out.data.get(i) + out.data.get(n + i)) / 2);
    }
  }

  private void attend(Matrix from, Matrix to) {
    if (weights.isFolded()) {
      linear(from, SsfnWeights.FOLDED, to);
    } else {
      linear(from, "value", hidden.top(from.rows));
      linear(hidden.top(from.rows), "out", to);
    }
  }

  private void linear(Matrix in, String name, Matrix out) {
    Blas.gemm(in, w(name), 0, out);
    Rows.addBias(out, w(name + ".bias"));
  }

  @Override
  public void backward(Matrix a, Matrix b, Matrix dFused, Matrix dA, Matrix dB) {
    int n = dFused.size();
    int rows = 2 * dFused.rows;
    Matrix d = d1.top(rows);
    for (int i = 0; i < n; i++) {
      float half = dFused.data.get(i) / 2;
      d.data.put(i, half).put(n + i, half);
    }
    Rows.layerNormBack(d, w("norm2.gain"), normal2, inverse2, g("norm2.gain"), g("norm2.shift"), d);
    // d is now the gradient of x1 + ff2(relu(ff1(x1))).
    Matrix dHidden = d2.top(rows);
    linearBack(ff.top(rows), d, "ff2", dHidden);
    Rows.reluBack(ff, dHidden);
    Matrix dX = d3.top(rows);
    linearBack(x1.top(rows), dHidden, "ff1", dX);
    Rows.addTo(dX, d, 1);
    Rows.layerNormBack(
        dX, w("norm1.gain"), normal1, inverse1, g("norm1.gain"), g("norm1.shift"), dX);
    // dX is now the gradient of queries + A(values).
    linearBack(hidden.top(rows), dX, "out", dHidden);
    linearBack(values.top(rows), dHidden, "value", d);
    for (int i = 0; i < n; i++) {
      dA.data.put(i, dA.data.get(i) + dX.data.get(i) + d.data.get(n + i));
      dB.data.put(i, dB.data.get(i) + dX.data.get(n + i) + d.data.get(i));
    }
  }

  /** Gradients of a linear layer: its weights' are added to, its input's are set. */
  private void linearBack(Matrix in, Matrix dOut, String name, Matrix dIn) {
    Blas.gemmTransA(in, dOut, 1, g(name));
    Rows.addColumnSums(dOut, g(name + ".bias"));
    Blas.gemmTransB(dOut, w(name), 0, dIn);
  }

  private Matrix w(String name) {
    return weights.get(name);
  }

  private Matrix g(String name) {
    return gradients.get(name);
  }
}
