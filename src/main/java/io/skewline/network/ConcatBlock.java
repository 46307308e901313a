// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/** fused = relu([a; b] W + bias), the plain block. */
final class ConcatBlock implements PairBlock {
  private final Linear linear;
  private final Matrix both;
  private final Matrix output;
  private final Matrix dOutput;
  private final Matrix dBoth;

  ConcatBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    this.linear = new Linear(weights, gradients, "concat");
    this.both = new Matrix(maxRows, 2 * width);
    this.output = new Matrix(maxRows, width);
    this.dOutput = new Matrix(maxRows, width);
    this.dBoth = new Matrix(maxRows, 2 * width);
  }

  @Override
  public void forward(Matrix a, Matrix b, Matrix fused) {
    Rows.join(both.top(a.rows), a, b);
    Matrix out = output.top(a.rows);
    linear.forward(both.top(a.rows), out);
    Rows.relu(out);
    fused.copyFrom(out);
  }

  @Override
  public void backward(Matrix a, Matrix b, Matrix dFused, Matrix dA, Matrix dB) {
    Matrix d = dOutput.top(dFused.rows);
    d.copyFrom(dFused);
    Rows.reluBack(output, d);
    linear.back(both.top(d.rows), d, 0, dBoth.top(d.rows));
    Rows.addParts(dBoth.top(d.rows), dA, dB);
  }
}
