// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Streams with windows of 1 s whose every vector follows from stream, window and modality: so that
 * what was scored can be scored once more aside. The frames of one window are alike.
 *
 * @param startMicros event time of the first window
 */
record Traffic(List<ModalitySpec> specs, int streams, int framesPerWindow, long startMicros) {
  static final long WINDOW_MICROS = 1_000_000;
  private static final String PREFIX = "camera-";

  static int number(StreamId id) {
    return Integer.parseInt(id.value().substring(PREFIX.length()));
  }

  /** Number of a window within its stream. */
  long index(WindowId id) {
    return (id.startMicros() - startMicros) / WINDOW_MICROS;
  }

  /** Whether it is one of these at all. */
  boolean holds(WindowId id) {
    return id.epoch() == 0
        && id.startMicros() >= startMicros
        && (id.startMicros() - startMicros) % WINDOW_MICROS == 0
        && id.endMicros() - id.startMicros() == WINDOW_MICROS
        && number(id.stream()) < streams;
  }

  /** How far a stream's event time is behind the wall clock: they do not tick together. */
  long delayMicros(int stream) {
    return stream * 7_919L % streams * WINDOW_MICROS / streams;
  }

  /** Event time of a tick, of which each window has so many as it has frames. */
  long micros(long tick) {
    return startMicros + (2 * tick + 1) * WINDOW_MICROS / (2 * framesPerWindow);
  }

  Frame frame(int stream, long tick, ModalitySpec spec) {
    StreamId id = new StreamId(PREFIX + stream);
    LayerStack layers = layers(stream, tick / framesPerWindow, spec);
    return new Frame(id, spec.modality(), micros(tick), tick, "", 0, layers);
  }

  /** As alignment is to hand it to the model. */
  AlignedWindow aligned(WindowId id) {
    Map<Modality, PooledModality> present = new TreeMap<>();
    for (ModalitySpec spec : specs) {
      LayerStack layers = layers(number(id.stream()), index(id), spec);
      long mean = (id.startMicros() + id.endMicros()) / 2;
      present.put(spec.modality(), new PooledModality(layers, framesPerWindow, mean));
    }
    return new AlignedWindow(id, "", present);
  }

  private static LayerStack layers(int stream, long window, ModalitySpec spec) {
    long seed = (stream * 1_000_003L + window) * 31 + spec.modality().name().hashCode();
    SplittableRandom random = new SplittableRandom(seed);
    float[][] layers = new float[spec.layers()][spec.width()];
    for (float[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (float) (2 * random.nextDouble() - 1);
      }
    }
    return LayerStack.ofAll(layers);
  }
}
