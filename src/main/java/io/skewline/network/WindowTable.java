// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;
import io.skewline.network.SsfnShape.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Windows as standardised rows by slot, with which modalities are there. */
final class WindowTable {
  final int rows;
  final Matrix[] slots;
  final boolean[][] present;

  /** Which session of which stream each row is of, numbered as they come. */
  final int[] sessions;

  WindowTable(SsfnShape shape, Normaliser[] normalisers, List<AlignedWindow> windows) {
    List<Slot> wanted = shape.slots();
    rows = windows.size();
    slots = new Matrix[wanted.size()];
    present = new boolean[rows][];
    for (int s = 0; s < slots.length; s++) {
      slots[s] = new Matrix(Math.max(1, rows), wanted.get(s).width());
    }
    for (int r = 0; r < rows; r++) {
      present[r] = presence(shape, windows.get(r));
    }
    fill(shape, normalisers, windows, this);
    sessions = sessions(windows);
  }

  private static int[] sessions(List<AlignedWindow> windows) {
    Map<List<String>, Integer> numbers = new HashMap<>();
    return windows.stream()
        .map(w -> List.of(w.id().stream().value(), w.session()))
        .mapToInt(name -> numbers.computeIfAbsent(name, n -> numbers.size()))
        .toArray();
  }

  static boolean[] presence(SsfnShape shape, AlignedWindow window) {
    return presence(shape, shape.slots(), window);
  }

  /**
   * A modality counts as present if it has every layer that the plan reads of it.
   *
   * @param slots the shape's own, which are made anew at each call
   */
  static boolean[] presence(SsfnShape shape, List<Slot> slots, AlignedWindow window) {
    boolean[] present = new boolean[shape.modalities().size()];
    for (int m = 0; m < present.length; m++) {
      present[m] = pooled(shape, m, window) != null;
    }
    for (Slot slot : slots) {
      PooledModality pooled = pooled(shape, slot.modality(), window);
      present[slot.modality()] &= pooled != null && pooled.layers().has(slot.layer());
    }
    return present;
  }

  private static @Nullable PooledModality pooled(
      SsfnShape shape, int modality, AlignedWindow window) {
    return window.present().get(shape.modalities().get(modality).modality());
  }

  private static void fill(
      SsfnShape shape, Normaliser[] normalisers, List<AlignedWindow> windows, WindowTable to) {
    List<Slot> wanted = shape.slots();
    for (int s = 0; s < wanted.size(); s++) {
      Slot slot = wanted.get(s);
      for (int r = 0; r < to.rows; r++) {
        if (to.present[r][slot.modality()]) {
          normalisers[s].apply(vector(shape, windows.get(r), slot), to.slots[s], r);
        }
      }
    }
  }

  private static float[] vector(SsfnShape shape, AlignedWindow window, Slot slot) {
    LayerStack stack =
        window.present().get(shape.modalities().get(slot.modality()).modality()).layers();
    return stack.layer(slot.layer());
  }

  static Normaliser[] fitNormalisers(SsfnShape shape, List<AlignedWindow> windows) {
    List<Slot> slots = shape.slots();
    Normaliser[] normalisers = new Normaliser[slots.size()];
    for (int s = 0; s < normalisers.length; s++) {
      Slot slot = slots.get(s);
      List<float[]> vectors = new ArrayList<>();
      for (AlignedWindow window : windows) {
        if (presence(shape, window)[slot.modality()]) {
          vectors.add(vector(shape, window, slot));
        }
      }
      normalisers[s] = Normaliser.fit(vectors, slot.width());
    }
    return normalisers;
  }

  SsfnInput all() {
    return new SsfnInput(rows, slots, present);
  }
}
