// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

/** A block with its gradients. Rows are independent: one row per pair and window. */
interface BlockGraph extends AutoCloseable {

  /**
   * @param a [rows, P] in native memory and on the heap
   * @param fused receives [rows, P]
   */
  void forward(Twin a, Twin b, int rows, float[] fused);

  /**
   * Overwrites the gradients of the block's parameters; follows a forward pass on the same a and b.
   *
   * @param fusedGradient [rows, P]
   * @param toA receives the gradient of a on the heap
   */
  void backward(float[] fusedGradient, Twin a, Twin b, int rows, float[] toA, float[] toB);

  @Override
  void close();
}
