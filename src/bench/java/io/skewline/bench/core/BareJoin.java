// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The least that any join of tumbling windows has to do, as a floor: finds the stream in a hash
 * map, adds the frame to the sum of its modality, and hands the means over at the first frame of a
 * later window. It knows neither late frames nor duplicates nor silence, and counts nothing.
 */
final class BareJoin implements Join {
  private final long sizeMicros;
  private final List<Modality> modalities;
  private final Map<StreamId, Window> open = new HashMap<>();
  private final List<float[]> closed = new ArrayList<>();

  private static final class Window {
    private long endMicros;
    private final float[][] sums;
    private final int[] frames;

    Window(int modalities) {
      sums = new float[modalities][];
      frames = new int[modalities];
    }
  }

  BareJoin(long sizeMicros, List<Modality> modalities) {
    this.sizeMicros = sizeMicros;
    this.modalities = modalities;
  }

  @Override
  public void accept(Frame frame, long nowMillis) {
    Window window = open.get(frame.stream());
    if (window == null) {
      window = new Window(modalities.size());
      open.put(frame.stream(), window);
    }
    if (frame.eventTimeMicros() >= window.endMicros) {
      close(window);
      window.endMicros = (frame.eventTimeMicros() / sizeMicros + 1) * sizeMicros;
    }
    add(window, modalities.indexOf(frame.modality()), frame.layers().valuesAt(0));
  }

  private static void add(Window window, int modality, float[] values) {
    float[] sums = window.sums[modality];
    if (window.frames[modality]++ == 0) {
      window.sums[modality] = values;
      return;
    }
    for (int i = 0; i < values.length; i++) {
      sums[i] += values[i];
    }
  }

  private void close(Window window) {
    for (int m = 0; m < window.sums.length; m++) {
      float[] means = window.sums[m];
      for (int i = 0; means != null && i < means.length; i++) {
        means[i] /= window.frames[m];
      }
      if (means != null) {
        closed.add(means);
      }
      window.sums[m] = null;
      window.frames[m] = 0;
    }
  }

  @Override
  public void closeDue(long nowMillis) {
    // Silence holds it up for ever.
  }

  @Override
  public int settle(Consumer<float[]> values) {
    int windows = closed.size() / modalities.size();
    closed.forEach(values);
    closed.clear();
    return windows;
  }

  @Override
  public void commit() {
    // Keeps nothing.
  }
}
