// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn;

import io.skewline.fusion.FusionPlan;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Windows as they would be if one modality's clock were wrong. The frames themselves are gone, so
 * this is an approximation: a clock ahead by d puts into a window what really happened d earlier, a
 * share d / size of the window before and the rest of its own. The pooled vectors are mixed in
 * these shares, as if each window's frames were all alike.
 */
final class ClockShift {
  private final Modality modality;
  private final Set<Integer> layers;
  private final List<LabelledWindow> windows = new ArrayList<>();
  private final List<AlignedWindow> before = new ArrayList<>();
  private final List<AlignedWindow> after = new ArrayList<>();

  private record Place(String stream, long epoch, long startMicros) {}

  /**
   * @param all among them the neighbours: windows of the same stream, epoch and size that end where
   *     one begins, or begin where it ends
   */
  ClockShift(List<LabelledWindow> all, Modality modality, FusionPlan plan) {
    this.modality = modality;
    this.layers = plan.layers(modality);
    Map<Place, AlignedWindow> places = new HashMap<>();
    all.forEach(e -> places.put(place(e.window(), 0), e.window()));
    for (LabelledWindow example : all) {
      AlignedWindow earlier = places.get(place(example.window(), -1));
      AlignedWindow later = places.get(place(example.window(), 1));
      if (usable(example.window(), earlier) && usable(example.window(), later)) {
        windows.add(example);
        before.add(earlier);
        after.add(later);
      }
    }
  }

  private static Place place(AlignedWindow window, int steps) {
    var id = window.id();
    return new Place(id.stream().value(), id.epoch(), id.startMicros() + steps * size(window));
  }

  private static long size(AlignedWindow window) {
    return window.id().endMicros() - window.id().startMicros();
  }

  private boolean usable(
      AlignedWindow window, @org.jspecify.annotations.Nullable AlignedWindow other) {
    return other != null
        && size(other) == size(window)
        && other.has(modality)
        && layers.stream().allMatch(other.present().get(modality).layers()::has);
  }

  /** Those with both neighbours. */
  List<LabelledWindow> windows() {
    return windows;
  }

  /**
   * @param offsetMicros above 0 where the clock is ahead
   * @return in the order of {@link #windows}; empty if one is shorter than that
   */
  Optional<List<AlignedWindow>> by(long offsetMicros) {
    List<AlignedWindow> shifted = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      AlignedWindow window = windows.get(i).window();
      double weight = Math.abs(offsetMicros) / (double) size(window);
      if (weight > 1) {
        return Optional.empty();
      }
      AlignedWindow other = offsetMicros > 0 ? before.get(i) : after.get(i);
      shifted.add(with(window, modality, mixed(stack(window), stack(other), weight)));
    }
    return Optional.of(shifted);
  }

  private LayerStack stack(AlignedWindow window) {
    return Objects.requireNonNull(window.present().get(modality)).layers();
  }

  private LayerStack mixed(LayerStack own, LayerStack other, double weight) {
    int[] indices = layers.stream().mapToInt(Integer::intValue).toArray();
    float[][] values = new float[indices.length][];
    for (int l = 0; l < indices.length; l++) {
      float[] a = own.layer(indices[l]);
      float[] b = other.layer(indices[l]);
      values[l] = new float[a.length];
      for (int i = 0; i < a.length; i++) {
        values[l][i] = (float) ((1 - weight) * a[i] + weight * b[i]);
      }
    }
    return LayerStack.of(indices, values);
  }

  /** The same with other layers of one modality. */
  static AlignedWindow with(AlignedWindow window, Modality modality, LayerStack layers) {
    Map<Modality, PooledModality> present = new HashMap<>(window.present());
    PooledModality own = Objects.requireNonNull(present.get(modality));
    present.put(modality, new PooledModality(layers, own.frames(), own.meanEventTimeMicros()));
    return new AlignedWindow(window.id(), window.session(), present);
  }
}
