// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.blas.Blas;
import io.skewline.network.ssfn.Tensors;
import org.bytedeco.javacpp.FloatPointer;

/** {@link io.skewline.network.ssfn.Block#CONCAT} with its gradients. */
final class ConcatGraph implements BlockGraph {
  private final int width;
  private final Parameters parameters;
  private final float[] slope;
  private final FloatPointer first;
  private final FloatPointer second;
  private final FloatPointer firstGradient;
  private final FloatPointer secondGradient;
  private final Twin sum;
  private final Twin change;

  ConcatGraph(int width, Parameters parameters, float[] slope, int maxRows) {
    this.width = width;
    this.parameters = parameters;
    this.slope = slope;
    int half = parameters.offset(Tensors.FUSE) + width * width;
    first = parameters.value(Tensors.FUSE);
    second = parameters.value.pointer(half);
    firstGradient = parameters.gradient(Tensors.FUSE);
    secondGradient = parameters.gradient.pointer(half);
    sum = new Twin(maxRows * width);
    change = new Twin(maxRows * width);
  }

  @Override
  public void forward(Twin a, Twin b, int rows, float[] fused) {
    Blas.multiply(rows, width, width, a.pointer(), first, 0, sum.pointer());
    Blas.multiply(rows, width, width, b.pointer(), second, 1, sum.pointer());
    sum.pull(rows * width);
    int bias = parameters.offset(Tensors.FUSE_BIAS);
    for (int i = 0; i < rows * width; i += width) {
      for (int j = 0; j < width; j++) {
        float u = sum.heap[i + j] + parameters.value.heap[bias + j];
        sum.heap[i + j] = u;
        fused[i + j] = u > 0 ? u : slope[j] * u;
      }
    }
  }

  @Override
  public void backward(float[] fusedGradient, Twin a, Twin b, int rows, float[] toA, float[] toB) {
    float[] biasGradient = new float[width];
    for (int i = 0; i < rows * width; i += width) {
      for (int j = 0; j < width; j++) {
        float d = fusedGradient[i + j] * (sum.heap[i + j] > 0 ? 1 : slope[j]);
        sum.heap[i + j] = d;
        biasGradient[j] += d;
      }
    }
    sum.push(rows * width);
    parameters.putGradient(Tensors.FUSE_BIAS, biasGradient);
    Blas.multiplyLeftTransposed(width, width, rows, a.pointer(), sum.pointer(), 0, firstGradient);
    Blas.multiplyLeftTransposed(width, width, rows, b.pointer(), sum.pointer(), 0, secondGradient);
    passBack(first, rows, toA);
    passBack(second, rows, toB);
  }

  private void passBack(FloatPointer weights, int rows, float[] to) {
    Blas.multiplyRightTransposed(rows, width, width, sum.pointer(), weights, 0, change.pointer());
    change.pull(rows * width);
    System.arraycopy(change.heap, 0, to, 0, rows * width);
  }

  @Override
  public void close() {
    sum.close();
    change.close();
  }
}
