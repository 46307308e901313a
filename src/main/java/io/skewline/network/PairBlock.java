// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * The weight-shared block: rows of a and b in, fused rows out, and back again. Holds what the
 * backward pass needs of the last forward pass. One thread.
 */
interface PairBlock {

  /** fused = block(a, b), for as many rows as a has. */
  void forward(Matrix a, Matrix b, Matrix fused);

  /**
   * Adds to the gradients of a, b and the block's weights.
   *
   * @param a as in the last forward pass
   * @param b likewise
   */
  void backward(Matrix a, Matrix b, Matrix dFused, Matrix dA, Matrix dB);
}
