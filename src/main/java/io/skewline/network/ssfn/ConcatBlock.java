// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.ssfn;

import java.util.Optional;

/** {@link Block#CONCAT} for serving: its two halves are folded into the projections. */
final class ConcatBlock implements ServingBlock {
  private final int width;
  private final FoldedMatrix first;
  private final FoldedMatrix second;
  private final float[] bias;
  private final float[] slope;

  ConcatBlock(int width, TensorSet tensors) {
    this.width = width;
    Tensor fuse = tensors.get(Tensors.FUSE);
    first = FoldedMatrix.rowsOf(fuse, 0, width);
    second = FoldedMatrix.rowsOf(fuse, width, width);
    bias = tensors.values(Tensors.FUSE_BIAS);
    slope = tensors.values(Tensors.SLOPE);
  }

  @Override
  public Optional<FoldedMatrix> first() {
    return Optional.of(first);
  }

  @Override
  public FoldedMatrix second() {
    return second;
  }

  @Override
  public void fuse(float[] a, float[] b, int n, float weight, Scratch scratch) {
    float[] fused = scratch.fused;
    for (int i = 0; i < n; i++) {
      int row = i * 2 * width;
      for (int j = 0; j < width; j++) {
        float u = a[row + j] + b[row + width + j] + bias[j];
        fused[i * width + j] += weight * (Math.max(u, 0) + slope[j] * Math.min(u, 0));
      }
    }
  }

  @Override
  public void close() {}
}
