// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;

/**
 * The training examples of an epoch in random order, batch by batch, with noise on the inputs,
 * modalities taken away and a dropout mask. A batch is valid until the next is drawn. One thread.
 */
final class Batches {
  private final WindowTable table;
  private final FitOptions options;
  private final Random random;
  private final int width;
  private final Matrix[] slots;

  Batches(WindowTable table, FitOptions options, int width, Random random) {
    this.table = table;
    this.options = options;
    this.width = width;
    this.random = random;
    this.slots = new Matrix[table.slots.length];
    for (int s = 0; s < slots.length; s++) {
      slots[s] = new Matrix(options.batchSize(), table.slots[s].cols);
    }
  }

  /**
   * @param rows which examples of the table these are
   * @param keep dropout mask over the pooled vector, rows × P of 0 or 1/(1−rate)
   * @param sessions the session of each row
   */
  record Batch(int[] rows, SsfnInput input, float[] keep, int[] sessions) {}

  Iterable<Batch> epoch() {
    int[] order = shuffled(table.rows);
    return () ->
        new Iterator<>() {
          private int from;

          @Override
          public boolean hasNext() {
            return from < order.length;
          }

          @Override
          public Batch next() {
            int n = Math.min(options.batchSize(), order.length - from);
            int[] rows = Arrays.copyOfRange(order, from, from + n);
            from += n;
            return batch(rows);
          }
        };
  }

  private int[] shuffled(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private Batch batch(int[] rows) {
    boolean[][] present = new boolean[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      present[r] = dropped(table.present[rows[r]]);
      for (int s = 0; s < slots.length; s++) {
        int cols = slots[s].cols;
        for (int c = 0; c < cols; c++) {
          float noise = (float) (options.inputNoise() * random.nextGaussian());
          slots[s].data.put(r * cols + c, table.slots[s].get(rows[r], c) + noise);
        }
      }
    }
    int[] sessions = Arrays.stream(rows).map(r -> table.sessions[r]).toArray();
    return new Batch(
        rows, new SsfnInput(rows.length, slots, present), keepMask(rows.length), sessions);
  }

  /** With some probability one of the present modalities goes, never the last. */
  private boolean[] dropped(boolean[] present) {
    int there = 0;
    for (boolean p : present) {
      there += p ? 1 : 0;
    }
    if (there < 2 || random.nextDouble() >= options.modalityDropout()) {
      return present;
    }
    boolean[] left = present.clone();
    int victim = random.nextInt(there);
    for (int m = 0; m < left.length; m++) {
      if (left[m] && victim-- == 0) {
        left[m] = false;
      }
    }
    return left;
  }

  private float[] keepMask(int rows) {
    float[] keep = new float[rows * width];
    float scale = (float) (1 / (1 - options.dropout()));
    for (int i = 0; i < keep.length; i++) {
      keep[i] = random.nextDouble() < options.dropout() ? 0 : scale;
    }
    return keep;
  }
}
