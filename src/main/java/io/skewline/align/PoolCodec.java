// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;

/**
 * Bytes of pools, of pooled modalities and of frames within entries of the align store. A frame
 * that its topic still has is written without its vectors.
 */
final class PoolCodec {
  private static final int RUNNING = 0;
  private static final int KEPT = 1;
  private static final int SINGLE = 2;
  private static final double[] NOTHING = {};

  private PoolCodec() {}

  static void write(StateWriter out, Pool pool, WindowState window) {
    if (pool instanceof LivePool live && live.origins != null) {
      out.small(KEPT);
      writeOrigins(out, live.origins, window);
    } else if (pool instanceof LivePool live) {
      out.small(RUNNING);
      writeLive(out, live);
    } else if (pool instanceof ReplayPool replay) {
      out.small(KEPT).number(replay.kept.size());
      replay.kept.forEach(frame -> writeFrame(out, frame, window.startMicros, window.session));
    } else if (pool instanceof OneFrame one) {
      out.small(SINGLE);
      writeFrame(out, one.frame(), window.startMicros, window.session);
    }
  }

  static Pool read(StateReader in, Modality modality, WindowState window) {
    return switch (in.small()) {
      case RUNNING -> readLive(in, window.startMicros);
      case SINGLE -> new OneFrame(readFrame(in, modality, window), true);
      default -> readKept(in, modality, window);
    };
  }

  private static Pool readKept(StateReader in, Modality modality, WindowState window) {
    ReplayPool pool = new ReplayPool(window.startMicros);
    for (int n = in.number(); n > 0; n--) {
      pool.add(readFrame(in, modality, window), false);
    }
    return pool;
  }

  private static Frame readFrame(StateReader in, Modality modality, WindowState window) {
    return readFrame(in, window.stream.id, modality, window.startMicros, window.session);
  }

  /** As frames without vectors; nobody asks for their sessions and durations any more. */
  private static void writeOrigins(StateWriter out, Origins origins, WindowState window) {
    out.number(origins.size());
    for (int i = 0; i < origins.size(); i++) {
      out.number(origins.eventTimeMicros(i) - window.startMicros).number(origins.sequence(i));
      out.text(window.session, window.session).number(0).number(origins.offset(i));
    }
  }

  private static void writeLive(StateWriter out, LivePool pool) {
    out.number(pool.frames).number(pool.timeSumMicros).flag(pool.counts == null);
    out.number(pool.layers.length);
    for (int i = 0; i < pool.layers.length; i++) {
      out.number(pool.layers[i]).number(pool.count(i)).floats(pool.sums[i]);
      boolean folded = pool.folded != null && pool.folded[i] != null;
      out.doubles(folded ? pool.folded[i] : NOTHING);
    }
    long[] sequences = pool.sequences.toArray();
    out.numbers(sequences, sequences.length);
  }

  private static LivePool readLive(StateReader in, long startMicros) {
    LivePool pool = new LivePool(startMicros);
    pool.frames = in.number();
    pool.timeSumMicros = in.longNumber();
    boolean uniform = in.flag();
    int layers = in.number();
    pool.layers = new int[layers];
    pool.sums = new float[layers][];
    int[] counts = new int[layers];
    for (int i = 0; i < layers; i++) {
      pool.layers[i] = in.number();
      counts[i] = in.number();
      pool.sums[i] = in.floats();
      double[] folded = in.doubles();
      if (folded.length > 0) {
        pool.folded = pool.folded == null ? new double[layers][] : pool.folded;
        pool.folded[i] = folded;
      }
    }
    pool.counts = uniform ? null : counts;
    pool.sequences = Sequences.of(in.numbers());
    return pool;
  }

  static void writePooled(StateWriter out, PooledModality pooled) {
    out.number(pooled.frames()).number(pooled.meanEventTimeMicros());
    writeLayers(out, pooled.layers());
  }

  static PooledModality readPooled(StateReader in) {
    int frames = in.number();
    long meanEventTimeMicros = in.longNumber();
    return new PooledModality(readLayers(in), frames, meanEventTimeMicros);
  }

  /**
   * @param nearMicros a time that the reader knows and that the frame's is mostly near
   * @param usual the session, as the reader knows it, that the frame's mostly is
   */
  static void writeFrame(StateWriter out, Frame frame, long nearMicros, String usual) {
    out.number(frame.eventTimeMicros() - nearMicros).number(frame.sequence());
    out.text(frame.session(), usual).number(frame.durationMicros()).number(frame.offset());
    if (!frame.placed()) {
      writeLayers(out, frame.layers());
    }
  }

  /** Without its layers where it is to be read again. */
  static Frame readFrame(
      StateReader in, StreamId stream, Modality modality, long nearMicros, String usual) {
    long eventTime = nearMicros + in.longNumber();
    long sequence = in.longNumber();
    String session = in.text(usual);
    long duration = in.longNumber();
    long offset = in.longNumber();
    LayerStack layers = offset == Frame.NOWHERE ? readLayers(in) : LayerStack.NONE;
    return new Frame(stream, modality, eventTime, sequence, session, duration, layers, offset);
  }

  private static void writeLayers(StateWriter out, LayerStack layers) {
    out.number(layers.size());
    for (int i = 0; i < layers.size(); i++) {
      out.number(layers.indexAt(i)).floats(layers.valuesAt(i));
    }
  }

  private static LayerStack readLayers(StateReader in) {
    int[] indices = new int[in.number()];
    float[][] values = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = in.number();
      values[i] = in.floats();
    }
    return LayerStack.of(indices, values);
  }
}
