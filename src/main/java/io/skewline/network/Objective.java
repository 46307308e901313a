// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.network.Batches.Batch;

/** What a step of fitting goes down: computes a batch and adds to the gradients. One thread. */
interface Objective {

  /**
   * @param lambda the weight of a dependency beside the task
   */
  void step(Batch batch, double lambda);

  /** To be added to the outputs before they are scores, one per output. */
  float[] prior();

  /** Batches whose dependency had to be left out: their sessions were too long to mismatch. */
  long dropped();
}
