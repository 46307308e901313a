// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.network.SsfnShape.Slot;
import java.util.List;

/** Scratch memory and forward pass for a fixed number of rows. One thread. */
final class SsfnEngine {
  private final SsfnGraph graph;
  private final List<Slot> slots;
  private final SsfnInput input;

  SsfnEngine(SsfnShape shape, SsfnWeights weights, int rows) {
    this.slots = shape.slots();
    this.graph = new SsfnGraph(shape, weights, SsfnWeights.zeros(shape), rows);
    Matrix[] matrices = new Matrix[slots.size()];
    for (int s = 0; s < matrices.length; s++) {
      matrices[s] = new Matrix(rows, slots.get(s).width());
    }
    this.input = new SsfnInput(rows, matrices, new boolean[rows][shape.modalities().size()]);
  }

  int rows() {
    return input.rows;
  }

  boolean[][] present() {
    return input.present;
  }

  void load(
      int row, SsfnShape shape, Normaliser[] normalisers, AlignedWindow window, boolean[] present) {
    for (int s = 0; s < input.slots.length; s++) {
      Slot slot = slots.get(s);
      if (present[slot.modality()]) {
        normalisers[s].apply(
            window
                .present()
                .get(shape.modalities().get(slot.modality()).modality())
                .layers()
                .layer(slot.layer()),
            input.slots[s],
            row);
      }
    }
  }

  /** Outputs of the first {@code used} rows; the rest is what an earlier call left there. */
  Matrix run(int used) {
    return graph.forward(input).top(used);
  }
}
