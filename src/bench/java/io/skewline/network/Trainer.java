// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

/** Steps of Adam on one batch, over and over: forward, loss, gradients, update. One thread. */
public interface Trainer {

  void step();

  /** The learned tensor of a name, row by row. */
  float[] weights(String name);
}
