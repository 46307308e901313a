// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Map;

/** Early concatenation: relu(W [all layer vectors of the plan] + bias); its pairs do not matter. */
final class EarlyMixer implements Mixer {
  private static final String NAME = "early";

  private final Linear linear;
  private final Matrix all;
  private final Matrix output;
  private final Matrix dAll;
  private final Matrix dOutput;

  EarlyMixer(SsfnShape shape, SsfnWeights weights, SsfnWeights gradients, int maxRows) {
    int p = shape.width();
    int inputs = shape.slots().size() * p;
    linear = new Linear(weights, gradients, NAME);
    all = new Matrix(maxRows, inputs);
    output = new Matrix(maxRows, p);
    dAll = new Matrix(maxRows, inputs);
    dOutput = new Matrix(maxRows, p);
  }

  static void shapes(SsfnShape shape, Map<String, int[]> to) {
    SsfnWeights.linear(to, NAME, shape.slots().size() * shape.width(), shape.width());
  }

  @Override
  public void forward(Matrix[] projected, boolean[][] present, Matrix pooled) {
    Matrix in = all.top(pooled.rows);
    Rows.join(in, projected);
    linear.forward(in, pooled);
    Rows.relu(pooled);
    output.top(pooled.rows).copyFrom(pooled);
  }

  @Override
  public void backward(Matrix dPooled, Matrix[] dProjected) {
    int rows = dPooled.rows;
    Matrix d = dOutput.top(rows);
    d.copyFrom(dPooled);
    Rows.reluBack(output, d);
    linear.back(all.top(rows), d, 0, dAll.top(rows));
    Rows.addParts(dAll.top(rows), dProjected);
  }
}
