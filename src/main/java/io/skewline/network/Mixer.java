// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/**
 * The middle of the network: the projected layer vectors of a batch become one vector per row.
 * Holds what the backward pass needs of the last forward pass. One thread.
 */
interface Mixer {

  /**
   * @param projected per slot of the shape rows × P; a missing modality's rows are its mask token
   * @param present [row][modality]
   * @param pooled rows × P, is set
   */
  void forward(Matrix[] projected, boolean[][] present, Matrix pooled);

  /**
   * Adds to the gradients of the weights and of the projected vectors of the last forward pass.
   *
   * @param dProjected per slot rows × P
   */
  void backward(Matrix dPooled, Matrix[] dProjected);

  static Mixer of(SsfnShape shape, SsfnWeights weights, SsfnWeights gradients, int maxRows) {
    return switch (shape.block()) {
      case EARLY -> new EarlyMixer(shape, weights, gradients, maxRows);
      case MIXTURE -> new DecisionMixer(shape, weights, gradients, maxRows);
      default -> new PairMixer(shape, weights, gradients, maxRows);
    };
  }
}
