// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.blas.Blas;
import java.util.Arrays;

/**
 * Mean loss over all examples and its gradient, of a linear model or one with a hidden layer of
 * relus, plus a ridge on the weights. Parameters in one array: [in, hidden], hidden biases, [hidden
 * or in, outputs], output biases.
 */
final class DenseObjective implements Lbfgs.Objective, AutoCloseable {
  private final int rows;
  private final int in;
  private final int hidden;
  private final int outputs;
  private final boolean classifies;
  private final float[] targets;
  private final Twin input;
  private final Twin hiddenTwin;
  private final Twin output;
  private final Twin weights1;
  private final Twin weights2;
  private final Twin gradient1;
  private final Twin gradient2;
  private double ridge;

  /**
   * @param hidden width of the hidden layer; 0 for a linear model
   */
  DenseObjective(float[] input, float[] targets, int hidden, int outputs, boolean classifies) {
    rows = targets.length;
    in = input.length / rows;
    this.hidden = hidden;
    this.outputs = outputs;
    this.classifies = classifies;
    this.targets = targets;
    this.input = new Twin(input.length);
    this.input.put(0, input);
    hiddenTwin = new Twin(rows * hidden);
    output = new Twin(rows * outputs);
    weights1 = new Twin(in * hidden);
    weights2 = new Twin(last() * outputs);
    gradient1 = new Twin(in * hidden);
    gradient2 = new Twin(last() * outputs);
  }

  private int last() {
    return hidden > 0 ? hidden : in;
  }

  int parameters() {
    return in * hidden + hidden + last() * outputs + outputs;
  }

  void ridge(double ridge) {
    this.ridge = ridge;
  }

  @Override
  public double at(double[] x, double[] gradient) {
    load(x);
    Twin top = hidden > 0 ? hiddenTwin : input;
    if (hidden > 0) {
      hiddenForward(x);
    }
    Blas.multiply(rows, outputs, last(), top.pointer(), weights2.pointer(), 0, output.pointer());
    output.pull(rows * outputs);
    int bias = x.length - outputs;
    for (int i = 0; i < rows * outputs; i++) {
      output.heap[i] += (float) x[bias + i % outputs];
    }
    Arrays.fill(gradient, 0);
    double loss = loss();
    output.push(rows * outputs);
    for (int i = 0; i < rows * outputs; i++) {
      gradient[bias + i % outputs] += output.heap[i];
    }
    Blas.multiplyLeftTransposed(
        last(), outputs, rows, top.pointer(), output.pointer(), 0, gradient2.pointer());
    gradient2.pull(last() * outputs);
    store(gradient2.heap, last() * outputs, gradient, in * hidden + hidden);
    if (hidden > 0) {
      hiddenBack(gradient);
    }
    return loss + addRidge(x, gradient);
  }

  private void load(double[] x) {
    for (int i = 0; i < in * hidden; i++) {
      weights1.heap[i] = (float) x[i];
    }
    int from = in * hidden + hidden;
    for (int i = 0; i < last() * outputs; i++) {
      weights2.heap[i] = (float) x[from + i];
    }
    weights1.push(in * hidden);
    weights2.push(last() * outputs);
  }

  private void hiddenForward(double[] x) {
    Blas.multiply(rows, hidden, in, input.pointer(), weights1.pointer(), 0, hiddenTwin.pointer());
    hiddenTwin.pull(rows * hidden);
    float[] bias = new float[hidden];
    store(x, in * hidden, bias);
    for (int i = 0; i < rows * hidden; i += hidden) {
      for (int j = 0; j < hidden; j++) {
        hiddenTwin.heap[i + j] = Math.max(0, hiddenTwin.heap[i + j] + bias[j]);
      }
    }
    hiddenTwin.push(rows * hidden);
  }

  /** Replaces the outputs by the gradient of the mean loss. */
  private double loss() {
    if (!classifies) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        double error = output.heap[i] - targets[i];
        sum += error * error / 2;
        output.heap[i] = (float) (error / rows);
      }
      return sum / rows;
    }
    int[] order = new int[rows];
    Arrays.setAll(order, i -> i);
    return new Loss(outputs, true).of(output.heap, targets, order, rows, output.heap) / rows;
  }

  private void hiddenBack(double[] gradient) {
    Blas.multiplyRightTransposed(
        rows, hidden, outputs, output.pointer(), weights2.pointer(), 0, hiddenTwin.pointer());
    float[] active = hiddenTwin.heap.clone();
    hiddenTwin.pull(rows * hidden);
    int bias = in * hidden;
    for (int i = 0; i < rows * hidden; i += hidden) {
      for (int j = 0; j < hidden; j++) {
        float d = active[i + j] > 0 ? hiddenTwin.heap[i + j] : 0;
        hiddenTwin.heap[i + j] = d;
        gradient[bias + j] += d;
      }
    }
    hiddenTwin.push(rows * hidden);
    Blas.multiplyLeftTransposed(
        in, hidden, rows, input.pointer(), hiddenTwin.pointer(), 0, gradient1.pointer());
    gradient1.pull(in * hidden);
    store(gradient1.heap, in * hidden, gradient, 0);
  }

  private double addRidge(double[] x, double[] gradient) {
    double sum = 0;
    int second = in * hidden + hidden;
    for (int i = 0; i < x.length - outputs; i++) {
      if (i < in * hidden || i >= second) {
        sum += x[i] * x[i];
        gradient[i] += ridge * x[i];
      }
    }
    return ridge * sum / 2;
  }

  private static void store(float[] from, int count, double[] to, int offset) {
    for (int i = 0; i < count; i++) {
      to[offset + i] = from[i];
    }
  }

  private static void store(double[] from, int offset, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[offset + i];
    }
  }

  @Override
  public void close() {
    for (Twin twin :
        new Twin[] {input, hiddenTwin, output, weights1, weights2, gradient1, gradient2}) {
      twin.close();
    }
  }
}
