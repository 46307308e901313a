// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.modality.AlignedWindow;
import java.util.List;

/** A fitted baseline: linear, or with one hidden layer of relus. Immutable. */
public final class DenseModel {
  private final DenseInputs inputs;
  private final int hidden;
  private final int outputs;
  private final double[] parameters;
  private final TargetScale scale;

  DenseModel(DenseInputs inputs, int hidden, int outputs, double[] parameters, TargetScale scale) {
    this.inputs = inputs;
    this.hidden = hidden;
    this.outputs = outputs;
    this.parameters = parameters;
    this.scale = scale;
  }

  /** Of a linear model: [inputs, outputs], then the biases; in standardised inputs and targets. */
  double[] parameters() {
    return parameters;
  }

  /**
   * @return per window the logits of the classes, or the value
   */
  public double[][] outputs(List<AlignedWindow> windows) {
    double[][] all = new double[windows.size()][];
    for (int i = 0; i < all.length; i++) {
      float[] row = new float[inputs.width];
      inputs.fill(windows.get(i), row, 0);
      all[i] = outputs(row, 0);
    }
    return all;
  }

  /**
   * @param rows standardised inputs, the window's from {@code from} on
   */
  double[] outputs(float[] rows, int from) {
    double[] x = new double[inputs.width];
    for (int i = 0; i < x.length; i++) {
      x[i] = rows[from + i];
    }
    int offset = 0;
    if (hidden > 0) {
      x = layer(x, hidden, 0);
      for (int j = 0; j < hidden; j++) {
        x[j] = Math.max(0, x[j]);
      }
      offset = inputs.width * hidden + hidden;
    }
    double[] y = layer(x, outputs, offset);
    for (int c = 0; c < y.length; c++) {
      y[c] = y[c] * scale.deviation() + scale.mean();
    }
    return y;
  }

  private double[] layer(double[] x, int columns, int offset) {
    double[] y = new double[columns];
    for (int j = 0; j < columns; j++) {
      y[j] = parameters[offset + x.length * columns + j];
    }
    for (int i = 0; i < x.length; i++) {
      double value = x[i];
      int row = offset + i * columns;
      for (int j = 0; j < columns; j++) {
        y[j] += value * parameters[row + j];
      }
    }
    return y;
  }
}
