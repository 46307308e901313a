// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/** fused = relu([a; b] W + bias), the plain block. */
final class ConcatBlock implements PairBlock {
  private final SsfnWeights weights;
  private final SsfnWeights gradients;
  private final Matrix both;
  private final Matrix output;
  private final Matrix dOutput;
  private final Matrix dBoth;

  ConcatBlock(SsfnWeights weights, SsfnWeights gradients, int maxRows, int width) {
    this.weights = weights;
    this.gradients = gradients;
    this.both = new Matrix(maxRows, 2 * width);
    this.output = new Matrix(maxRows, width);
    this.dOutput = new Matrix(maxRows, width);
    this.dBoth = new Matrix(maxRows, 2 * width);
  }

  @Override
  public void forward(Matrix a, Matrix b, Matrix fused) {
    int p = a.cols;
    for (int r = 0; r < a.rows; r++) {
      both.data.put(r * 2 * p, a.data, r * p, p);
      both.data.put(r * 2 * p + p, b.data, r * p, p);
    }
    Matrix out = output.top(a.rows);
    Blas.gemm(both.top(a.rows), weights.get("concat"), 0, out);
    Rows.addBias(out, weights.get("concat.bias"));
    Rows.relu(out);
    fused.copyFrom(out);
  }

  @Override
  public void backward(Matrix dFused, Matrix dA, Matrix dB) {
    int p = dA.cols;
    Matrix d = dOutput.top(dFused.rows);
    d.copyFrom(dFused);
    Rows.reluBack(output, d);
    Blas.gemmTransA(both.top(d.rows), d, 1, gradients.get("concat"));
    Rows.addColumnSums(d, gradients.get("concat.bias"));
    Matrix db = dBoth.top(d.rows);
    Blas.gemmTransB(d, weights.get("concat"), 0, db);
    for (int r = 0; r < d.rows; r++) {
      for (int c = 0; c < p; c++) {
        dA.set(r, c, dA.get(r, c) + db.get(r, c));
        dB.set(r, c, dB.get(r, c) + db.get(r, p + c));
      }
    }
  }
}
