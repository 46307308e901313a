// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.blas.Blas;
import io.skewline.network.ssfn.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * {@link io.skewline.network.ssfn.Block#CO_ATTENTION} with its gradients. Both directions are
 * stacked: rows 0…n−1 are (a, b), rows n…2n−1 are (b, a).
 */
final class CoAttentionGraph implements BlockGraph {
  private final int width;
  private final int hiddenWidth;
  private final Parameters parameters;
  private final Twin both;
  private final Twin value;
  private final Twin attended;
  private final Twin hidden;
  private final Twin sum;
  private final LayerNormGraph norm1;
  private final LayerNormGraph norm2;

  CoAttentionGraph(int width, int hiddenWidth, Parameters parameters, int maxRows) {
    this.width = width;
    this.hiddenWidth = hiddenWidth;
    this.parameters = parameters;
    int stacked = 2 * maxRows;
    both = new Twin(stacked * width);
    value = new Twin(stacked * width);
    attended = new Twin(stacked * width);
    hidden = new Twin(stacked * hiddenWidth);
    sum = new Twin(stacked * width);
    norm1 = new LayerNormGraph(parameters, Tensors.GAIN_1, Tensors.SHIFT_1, width, stacked);
    norm2 = new LayerNormGraph(parameters, Tensors.GAIN_2, Tensors.SHIFT_2, width, stacked);
  }

  @Override
  public void forward(Twin a, Twin b, int rows, float[] fused) {
    int n = rows * width;
    System.arraycopy(a.heap, 0, both.heap, 0, n);
    System.arraycopy(b.heap, 0, both.heap, n, n);
    both.push(2 * n);
    attend(2 * rows);
    feedForward(2 * rows);
    for (int i = 0; i < n; i++) {
      fused[i] = 0.5f * (sum.heap[i] + sum.heap[n + i]);
    }
  }

  /** attended = LN1(x + A(the other one)). */
  private void attend(int rows) {
    int n = rows * width;
    multiply(rows, width, width, both, Tensors.VALUE, value, 0);
    value.pull(n);
    addBias(value.heap, rows, width, Tensors.VALUE_BIAS);
    value.push(n);
    multiply(rows, width, width, value, Tensors.OUT, sum, 0);
    sum.pull(n);
    addBias(sum.heap, rows, width, Tensors.OUT_BIAS);
    for (int i = 0; i < n; i++) {
      attended.heap[i] = both.heap[i] + sum.heap[(i + n / 2) % n];
    }
    norm1.forward(attended.heap, rows);
    attended.push(n);
  }

  /** sum = LN2(attended + relu(attended · W1 + c1) · W2 + c2). */
  private void feedForward(int rows) {
    multiply(rows, hiddenWidth, width, attended, Tensors.UP, hidden, 0);
    hidden.pull(rows * hiddenWidth);
    addBias(hidden.heap, rows, hiddenWidth, Tensors.UP_BIAS);
    for (int i = 0; i < rows * hiddenWidth; i++) {
      hidden.heap[i] = Math.max(0, hidden.heap[i]);
    }
    hidden.push(rows * hiddenWidth);
    multiply(rows, width, hiddenWidth, hidden, Tensors.DOWN, sum, 0);
    sum.pull(rows * width);
    addBias(sum.heap, rows, width, Tensors.DOWN_BIAS);
    for (int i = 0; i < rows * width; i++) {
      sum.heap[i] += attended.heap[i];
    }
    norm2.forward(sum.heap, rows);
  }

  @Override
  public void backward(float[] fusedGradient, Twin a, Twin b, int rows, float[] toA, float[] toB) {
    int n = rows * width;
    for (int i = 0; i < n; i++) {
      sum.heap[i] = 0.5f * fusedGradient[i];
      sum.heap[n + i] = 0.5f * fusedGradient[i];
    }
    feedForwardBack(2 * rows);
    attendBack(2 * rows);
    System.arraycopy(both.heap, 0, toA, 0, n);
    System.arraycopy(both.heap, n, toB, 0, n);
  }

  /** From the gradient of the output in sum to that of attended in sum.heap. */
  private void feedForwardBack(int rows) {
    int h = rows * hiddenWidth;
    norm2.backward(sum.heap, rows);
    sum.push(rows * width);
    sumRows(sum.heap, rows, width, Tensors.DOWN_BIAS);
    Blas.multiplyLeftTransposed(
        hiddenWidth, width, rows, hidden.pointer(), sum.pointer(), 0, gradient(Tensors.DOWN));
    float[] active = Arrays.copyOf(hidden.heap, h);
    Blas.multiplyRightTransposed(
        rows, hiddenWidth, width, sum.pointer(), weight(Tensors.DOWN), 0, hidden.pointer());
    hidden.pull(h);
    for (int i = 0; i < h; i++) {
      hidden.heap[i] = active[i] > 0 ? hidden.heap[i] : 0;
    }
    hidden.push(h);
    sumRows(hidden.heap, rows, hiddenWidth, Tensors.UP_BIAS);
    Blas.multiplyLeftTransposed(
        width, hiddenWidth, rows, attended.pointer(), hidden.pointer(), 0, gradient(Tensors.UP));
    // beta = 1 adds the residual path, which sum's native memory still holds.
    Blas.multiplyRightTransposed(
        rows, width, hiddenWidth, hidden.pointer(), weight(Tensors.UP), 1, sum.pointer());
    sum.pull(rows * width);
  }

  /** From the gradient of attended in sum.heap to that of both in both.heap. */
  private void attendBack(int rows) {
    int n = rows * width;
    norm1.backward(sum.heap, rows);
    for (int i = 0; i < n; i++) {
      attended.heap[i] = sum.heap[(i + n / 2) % n];
    }
    attended.push(n);
    sumRows(attended.heap, rows, width, Tensors.OUT_BIAS);
    Blas.multiplyLeftTransposed(
        width, width, rows, value.pointer(), attended.pointer(), 0, gradient(Tensors.OUT));
    Blas.multiplyRightTransposed(
        rows, width, width, attended.pointer(), weight(Tensors.OUT), 0, value.pointer());
    value.pull(n);
    sumRows(value.heap, rows, width, Tensors.VALUE_BIAS);
    Blas.multiplyLeftTransposed(
        width, width, rows, both.pointer(), value.pointer(), 0, gradient(Tensors.VALUE));
    Blas.multiplyRightTransposed(
        rows, width, width, value.pointer(), weight(Tensors.VALUE), 0, both.pointer());
    both.pull(n);
    for (int i = 0; i < n; i++) {
      both.heap[i] += sum.heap[i];
    }
  }

  private void multiply(int m, int n, int k, Twin x, String weights, Twin to, float beta) {
    Blas.multiply(m, n, k, x.pointer(), weight(weights), beta, to.pointer());
  }

  private FloatPointer weight(String name) {
    return parameters.value(name);
  }

  private FloatPointer gradient(String name) {
    return parameters.gradient(name);
  }

  private void addBias(float[] x, int rows, int columns, String bias) {
    int offset = parameters.offset(bias);
    for (int i = 0; i < rows * columns; i += columns) {
      for (int j = 0; j < columns; j++) {
        x[i + j] += parameters.value.heap[offset + j];
      }
    }
  }

  private void sumRows(float[] x, int rows, int columns, String bias) {
    float[] sums = new float[columns];
    for (int i = 0; i < rows * columns; i += columns) {
      for (int j = 0; j < columns; j++) {
        sums[j] += x[i + j];
      }
    }
    parameters.putGradient(bias, sums);
  }

  @Override
  public void close() {
    both.close();
    value.close();
    attended.close();
    hidden.close();
    sum.close();
  }
}
