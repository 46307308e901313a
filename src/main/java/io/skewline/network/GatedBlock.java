// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/**
 * Gated multimodal unit (Arevalo et al., 2017): fused = z ⊙ tanh(Wa a + ba) + (1 − z) ⊙ tanh(Wb b +
 * bb), z = σ(Wz [a; b] + bz).
 */
final class GatedBlock implements PairBlock {
  private final Linear first;
  private final Linear second;
  private final Linear gate;
  private final Matrix both;
  private final Matrix ha;
  private final Matrix hb;
  private final Matrix z;
  private final Matrix dA;
  private final Matrix dB;
  private final Matrix dZ;
  private final Matrix dBoth;

  GatedBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    first = new Linear(weights, gradients, "gated.a");
    second = new Linear(weights, gradients, "gated.b");
    gate = new Linear(weights, gradients, "gated.gate");
    both = new Matrix(maxRows, 2 * width);
    ha = new Matrix(maxRows, width);
    hb = new Matrix(maxRows, width);
    z = new Matrix(maxRows, width);
    dA = new Matrix(maxRows, width);
    dB = new Matrix(maxRows, width);
    dZ = new Matrix(maxRows, width);
    dBoth = new Matrix(maxRows, 2 * width);
  }

  static void shapes(int p, Map<String, int[]> to) {
    SsfnWeights.linear(to, "gated.a", p, p);
    SsfnWeights.linear(to, "gated.b", p, p);
    SsfnWeights.linear(to, "gated.gate", 2 * p, p);
  }

  @Override
  public void forward(Matrix a, Matrix b, Matrix fused) {
    int rows = a.rows;
    Rows.join(both.top(rows), a, b);
    first.forward(a, ha.top(rows));
    second.forward(b, hb.top(rows));
    gate.forward(both.top(rows), z.top(rows));
    for (int i = 0; i < a.size(); i++) {
      float u = (float) Math.tanh(ha.data.get(i));
      float v = (float) Math.tanh(hb.data.get(i));
      float g = (float) (1 / (1 + Math.exp(-z.data.get(i))));
      ha.data.put(i, u);
      hb.data.put(i, v);
      z.data.put(i, g);
      fused.data.put(i, g * u + (1 - g) * v);
    }
  }

  @Override
  public void backward(Matrix a, Matrix b, Matrix dFused, Matrix toA, Matrix toB) {
    int rows = dFused.rows;
    for (int i = 0; i < dFused.size(); i++) {
      float d = dFused.data.get(i);
      float u = ha.data.get(i);
      float v = hb.data.get(i);
      float g = z.data.get(i);
      dA.data.put(i, d * g * (1 - u * u));
      dB.data.put(i, d * (1 - g) * (1 - v * v));
      dZ.data.put(i, d * (u - v) * g * (1 - g));
    }
    first.back(a, dA.top(rows), 1, toA);
    second.back(b, dB.top(rows), 1, toB);
    gate.back(both.top(rows), dZ.top(rows), 0, dBoth.top(rows));
    Rows.addParts(dBoth.top(rows), toA, toB);
  }
}
