// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.EngineSettings.Engine;
import java.util.List;
import java.util.Set;

/**
 * Computes the outputs of one model. Safe for many threads; a batch is one thread's. Every engine
 * gives the same answers, to 1e-4.
 */
interface FusionEngine extends AutoCloseable {

  /** What computes, never {@link Engine#AUTO}. */
  Set<Engine> engines();

  /**
   * Memory for batches of at most so many rows.
   *
   * @param rows a power of two
   */
  Batch batch(int rows);

  /** No batch may be computed any more; all have been closed. */
  @Override
  void close();

  /** Memory and forward pass. One thread. */
  interface Batch extends AutoCloseable {
    int rows();

    /** Outputs of so many windows, which must not be more than there are rows. */
    Output run(List<AlignedWindow> windows);

    @Override
    void close();
  }

  /**
   * @param values logits, or the standardised value, row by row; valid until the next call
   * @param present [row][modality]: of those with every layer that the plan reads
   * @param agreements NaN where a modality is missing or there is no statistic network
   */
  record Output(Matrix values, boolean[][] present, double[] agreements) {}

  /**
   * So many rows are computed in the place of n. Libraries pick their kernels by the shape: with
   * few fixed shapes a window's score hardly depends on how many share its batch, and on what they
   * are not at all.
   */
  static int padded(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }
}
