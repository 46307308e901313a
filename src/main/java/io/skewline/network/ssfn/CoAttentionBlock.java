// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import io.skewline.network.blas.Blas;
import io.skewline.network.blas.NativeFloats;
import java.util.Optional;

/**
 * {@link Block#CO_ATTENTION} for serving: A(b) is one matrix and one vector, both folded into the
 * projections; the two directions are stacked, so that each weight is read once.
 */
final class CoAttentionBlock implements ServingBlock {
  private static final float EPSILON = 1e-5f;
  private final int width;
  private final int hiddenWidth;
  private final FoldedMatrix attention;
  private final float[] attentionBias;
  private final NativeFloats up;
  private final NativeFloats down;
  private final float[] upBias;
  private final float[] downBias;
  private final float[] gain1;
  private final float[] shift1;
  private final float[] gain2;
  private final float[] shift2;

  CoAttentionBlock(SsfnSpec spec, TensorSet tensors) {
    width = spec.width();
    hiddenWidth = spec.feedForward();
    FoldedMatrix out = FoldedMatrix.of(tensors.get(Tensors.OUT));
    attention = FoldedMatrix.of(tensors.get(Tensors.VALUE)).times(out);
    attentionBias =
        FoldedMatrix.of(tensors.get(Tensors.VALUE_BIAS))
            .times(out)
            .plus(FoldedMatrix.of(tensors.get(Tensors.OUT_BIAS)))
            .floats();
    up = NativeFloats.of(tensors.values(Tensors.UP));
    down = NativeFloats.of(tensors.values(Tensors.DOWN));
    upBias = tensors.values(Tensors.UP_BIAS);
    downBias = tensors.values(Tensors.DOWN_BIAS);
    gain1 = tensors.values(Tensors.GAIN_1);
    shift1 = tensors.values(Tensors.SHIFT_1);
    gain2 = tensors.values(Tensors.GAIN_2);
    shift2 = tensors.values(Tensors.SHIFT_2);
  }

  @Override
  public Optional<FoldedMatrix> first() {
    return Optional.empty();
  }

  @Override
  public FoldedMatrix second() {
    return attention;
  }

  @Override
  public void fuse(float[] a, float[] b, int n, float weight, Scratch scratch) {
    attend(a, b, n, 0, scratch.pair);
    attend(b, a, n, n, scratch.pair);
    feedForward(2 * n, scratch);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        float both = scratch.pair[i * width + j] + scratch.pair[(n + i) * width + j];
        scratch.fused[i * width + j] += weight * 0.5f * both;
      }
    }
  }

  /** Rows {@code to}… of x: LN1(a + A(b)). */
  private void attend(float[] a, float[] b, int n, int to, float[] x) {
    for (int i = 0; i < n; i++) {
      int from = i * 2 * width;
      int row = (to + i) * width;
      for (int j = 0; j < width; j++) {
        x[row + j] = a[from + j] + b[from + width + j] + attentionBias[j];
      }
      normalise(x, row, gain1, shift1);
    }
  }

  /** x = LN2(x + relu(x·W1 + c1)·W2 + c2). */
  private void feedForward(int rows, Scratch scratch) {
    float[] x = scratch.pair;
    float[] hidden = scratch.hidden;
    scratch.pairNative.put(0, x, 0, rows * width);
    Blas.multiply(
        rows,
        hiddenWidth,
        width,
        scratch.pairNative.pointer(),
        up.pointer(),
        0,
        scratch.hiddenNative.pointer());
    scratch.hiddenNative.get(0, hidden, 0, rows * hiddenWidth);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < hiddenWidth; j++) {
        hidden[i * hiddenWidth + j] = Math.max(0, hidden[i * hiddenWidth + j] + upBias[j]);
      }
    }
    scratch.hiddenNative.put(0, hidden, 0, rows * hiddenWidth);
    // beta = 1: the product is added to x, which pairNative still holds.
    Blas.multiply(
        rows,
        width,
        hiddenWidth,
        scratch.hiddenNative.pointer(),
        down.pointer(),
        1,
        scratch.pairNative.pointer());
    scratch.pairNative.get(0, x, 0, rows * width);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        x[i * width + j] += downBias[j];
      }
      normalise(x, i * width, gain2, shift2);
    }
  }

  private void normalise(float[] x, int row, float[] gain, float[] shift) {
    float sum = 0;
    for (int j = 0; j < width; j++) {
      sum += x[row + j];
    }
    float mean = sum / width;
    float squares = 0;
    for (int j = 0; j < width; j++) {
      float centred = x[row + j] - mean;
      squares += centred * centred;
    }
    float scale = (float) (1 / Math.sqrt(squares / width + EPSILON));
    for (int j = 0; j < width; j++) {
      x[row + j] = (x[row + j] - mean) * scale * gain[j] + shift[j];
    }
  }

  @Override
  public void close() {
    up.close();
    down.close();
  }
}
