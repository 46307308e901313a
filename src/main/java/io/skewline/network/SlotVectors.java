// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.PooledModality;
import java.util.Arrays;
import java.util.List;

/** The layer vectors of windows by slot, as the encoders gave them. One thread. */
final class SlotVectors {
  private final SsfnShape shape;
  private final List<AlignedWindow> windows;
  private final List<SsfnShape.Slot> slots;
  private final boolean[][] present;

  /** Takes one vector. */
  interface Reader {
    void take(int slot, int row, float[] vector);
  }

  SlotVectors(SsfnShape shape, List<AlignedWindow> windows) {
    this.shape = shape;
    this.windows = windows;
    this.slots = shape.slots();
    this.present = new boolean[windows.size()][];
    for (int r = 0; r < present.length; r++) {
      present[r] = WindowTable.presence(shape, slots, windows.get(r));
    }
  }

  /**
   * [row][modality].
   *
   * @param rows those beyond the windows have nothing
   */
  boolean[][] present(int rows) {
    boolean[][] padded = Arrays.copyOf(present, rows);
    for (int r = present.length; r < rows; r++) {
      padded[r] = new boolean[shape.modalities().size()];
    }
    return padded;
  }

  /** All that are present, slot by slot. */
  void forEach(Reader reader) {
    for (int s = 0; s < slots.size(); s++) {
      SsfnShape.Slot slot = slots.get(s);
      for (int r = 0; r < windows.size(); r++) {
        if (present[r][slot.modality()]) {
          PooledModality pooled =
              windows.get(r).present().get(shape.modalities().get(slot.modality()).modality());
          reader.take(s, r, pooled.layers().layer(slot.layer()));
        }
      }
    }
  }
}
