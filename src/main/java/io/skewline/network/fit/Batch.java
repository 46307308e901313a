// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.ssfn.SsfnSpec;

/** Some rows of a data set, with the modalities that this pass may see. */
final class Batch {
  final Dataset data;
  final int[] rows;
  final int size;

  /** Per source and row of the batch. */
  final boolean[][] present;

  /** Subset index per row of the batch: bit m is set if any layer of modality m is present. */
  final int[] subsets;

  /**
   * @param rows indices into the data, from {@code from} on
   * @param kept subset of modalities that each row may show, as bits; a row shows what it also has
   */
  Batch(Dataset data, int[] rows, int from, int size, int[] kept) {
    this.data = data;
    this.rows = new int[size];
    this.size = size;
    present = new boolean[data.sources.size()][size];
    subsets = new int[size];
    for (int i = 0; i < size; i++) {
      this.rows[i] = rows[from + i];
      for (int s = 0; s < present.length; s++) {
        int bit = 1 << data.sources.get(s).modalityIndex();
        present[s][i] = data.present[s][this.rows[i]] && (kept[i] & bit) != 0;
        subsets[i] |= present[s][i] ? bit : 0;
      }
    }
  }

  /** A run of consecutive rows that shows everything. */
  static Batch of(SsfnSpec spec, Dataset data, int from, int size) {
    int[] rows = new int[size];
    int[] kept = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = from + i;
      kept[i] = spec.subsets() - 1;
    }
    return new Batch(data, rows, 0, size, kept);
  }
}
