// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;
import java.util.Optional;

/**
 * x = LN1(a + A(b)); x = LN2(x + W2 relu(W1 x)); y the same with a and b swapped; fused = (x +
 * y)/2, A(v) = Wo(Wv v + bv) + bo: co-attention for one vector per modality, per sample. Both
 * directions run as one matrix of twice the rows: [a; b] queries, [b; a] values.
 */
final class CoAttentionBlock implements PairBlock {
  /** Before the attention's last product; absent where the two are one. */
  private final Optional<Linear> value;

  private final Linear attend;
  private final Linear ff1;
  private final Linear ff2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Matrix queries;
  private final Matrix values;
  private final Matrix hidden;
  private final Matrix x1;
  private final Matrix ff;
  private final Matrix x2;
  private final Matrix d1;
  private final Matrix d2;
  private final Matrix d3;

  CoAttentionBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    int rows = 2 * maxRows;
    boolean folded = weights.isFolded();
    value = folded ? Optional.empty() : Optional.of(new Linear(weights, gradients, "value"));
    attend = new Linear(weights, gradients, folded ? SsfnWeights.FOLDED : "out");
    ff1 = new Linear(weights, gradients, "ff1");
    ff2 = new Linear(weights, gradients, "ff2");
    norm1 = new LayerNorm(weights, gradients, "norm1", rows);
    norm2 = new LayerNorm(weights, gradients, "norm2", rows);
    queries = new Matrix(rows, width);
    values = new Matrix(rows, width);
    hidden = new Matrix(rows, width);
    x1 = new Matrix(rows, width);
    ff = new Matrix(rows, width);
    x2 = new Matrix(rows, width);
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
    stack(a, b, queries);
    stack(b, a, values);
    int rows = 2 * a.rows;
    Matrix x = x1.top(rows);
    attend.product(attended(rows), x);
    norm1.forward(x, attend.bias(), queries);
    Matrix h = ff.top(rows);
    ff1.product(x, h);
    Rows.biasedRelu(h, ff1.bias());
    Matrix y = x2.top(rows);
    ff2.product(h, y);
    norm2.forward(y, ff2.bias(), x);
    Rows.meanOfHalves(y, fused);
  }

  private static void stack(Matrix above, Matrix below, Matrix to) {
    int n = above.size();
    to.data.put(0, above.data, 0, n).put(n, below.data, 0, n);
  }

  private Matrix attended(int rows) {
    Matrix from = values.top(rows);
    if (value.isEmpty()) {
      return from;
    }
    Matrix to = hidden.top(rows);
    value.get().forward(from, to);
    return to;
  }

  @Override
  public void backward(Matrix a, Matrix b, Matrix dFused, Matrix dA, Matrix dB) {
    int rows = 2 * dFused.rows;
    Matrix d = d1.top(rows);
    stack(dFused, dFused, d);
    Rows.scale(d, 0.5f);
    norm2.back(d);
    // d is now the gradient of x1 + ff2(relu(ff1(x1))).
    Matrix dHidden = d2.top(rows);
    ff2.back(ff.top(rows), d, 0, dHidden);
    Rows.reluBack(ff, dHidden);
    ff1.back(x1.top(rows), dHidden, 1, d);
    norm1.back(d);
    // d is now the gradient of queries + A(values).
    attend.back(hidden.top(rows), d, 0, dHidden);
    Matrix dValues = d3.top(rows);
    value.orElseThrow().back(values.top(rows), dHidden, 0, dValues);
    Rows.addHalves(d, dA, dB);
    Rows.addHalves(dValues, dB, dA);
  }
}
