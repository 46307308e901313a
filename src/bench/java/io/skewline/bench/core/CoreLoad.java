// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.core;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Frames tick by tick: at each tick every stream sends one frame of each modality, 5 ms of event
 * time one after the other. Align takes a frame's vectors over, so each frame has its own.
 *
 * @param width floats per frame, one layer
 */
public record CoreLoad(int streams, int modalities, int framesPerSecond, int width) {
  private static final long APART_MICROS = 5_000;
  static final String STREAM = "camera-";

  public CoreLoad {
    if (streams < 1 || modalities < 1 || width < 1) {
      throw new IllegalArgumentException(
          "streams, modalities, width must be 1 or more: %d, %d, %d"
              .formatted(streams, modalities, width));
    }
    if (framesPerSecond < 1 || modalities * APART_MICROS * 2 > 1_000_000 / framesPerSecond) {
      throw new IllegalArgumentException(
          framesPerSecond + " frames/s are too many for " + modalities + " modalities");
    }
  }

  List<Modality> names() {
    return IntStream.range(0, modalities).mapToObj(m -> new Modality("m" + m)).toList();
  }

  List<StreamId> ids() {
    return IntStream.range(0, streams).mapToObj(s -> new StreamId(STREAM + s)).toList();
  }

  int framesPerTick() {
    return streams * modalities;
  }

  /** Roughly, with its objects. */
  int bytesPerFrame() {
    return 200 + width * Float.BYTES;
  }

  /** Event time of one modality's frames of a tick. */
  long micros(long tick, int modality) {
    return tick * 1_000_000 / framesPerSecond + modality * APART_MICROS;
  }

  /** The value of all floats of a frame. */
  static float value(long tick, int stream) {
    return (tick * 31 + stream) % 64;
  }

  /** New frames of all streams, as a decoder makes them. */
  List<Frame> tick(long tick, List<StreamId> ids, List<Modality> names) {
    return tick(tick, ids, names, 0, streams);
  }

  /** Those of some streams. */
  List<Frame> tick(long tick, List<StreamId> ids, List<Modality> names, int from, int to) {
    List<Frame> frames = new ArrayList<>((to - from) * modalities);
    for (int s = from; s < to; s++) {
      for (int m = 0; m < modalities; m++) {
        float[] values = new float[width];
        Arrays.fill(values, value(tick, s));
        frames.add(
            new Frame(
                ids.get(s), names.get(m), micros(tick, m), tick, "", 0, LayerStack.ofAll(values)));
      }
    }
    return frames;
  }

  /** How many results so many ticks have, the last and unfinished ones included. */
  long results(CoreRun.Mode mode, int ticks) {
    int perStream =
        mode == CoreRun.Mode.NEAREST ? ticks : (ticks + framesPerSecond - 1) / framesPerSecond;
    return (long) perStream * streams;
  }

  /** Over the first so many results of every stream, the sum of both modalities' means. */
  double sum(CoreRun.Mode mode, int ticks, long results) {
    int each = mode == CoreRun.Mode.NEAREST ? 1 : framesPerSecond;
    double sum = 0;
    for (int result = 0; result < results; result++) {
      int from = result * each;
      int to = Math.min(from + each, ticks);
      for (int stream = 0; stream < streams; stream++) {
        for (int tick = from; tick < to; tick++) {
          sum += 2.0 * value(tick, stream) / (to - from);
        }
      }
    }
    return sum;
  }
}
