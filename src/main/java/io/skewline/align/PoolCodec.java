// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;

/** Bytes of pools, of pooled modalities and of frames within entries of the align store. */
final class PoolCodec {
  private PoolCodec() {}

  static void write(StateWriter out, Pool pool) {
    if (pool instanceof LivePool live) {
      out.flag(true);
      writeLive(out, live);
    } else if (pool instanceof ReplayPool replay) {
      out.flag(false).number(replay.kept.size());
      replay.kept.forEach(frame -> writeFrame(out, frame));
    }
  }

  static Pool read(StateReader in, StreamId stream, Modality modality, long startMicros) {
    if (in.flag()) {
      return readLive(in, startMicros);
    }
    ReplayPool pool = new ReplayPool(startMicros);
    for (int n = in.number(); n > 0; n--) {
      pool.add(readFrame(in, stream, modality), false);
    }
    return pool;
  }

  private static void writeLive(StateWriter out, LivePool pool) {
    out.number(pool.frames).number(pool.timeSumMicros).number(pool.layers.length);
    for (int i = 0; i < pool.layers.length; i++) {
      out.number(pool.layers[i]).number(pool.counts[i]);
      out.floats(pool.sums[i]).doubles(pool.folded[i]);
    }
    long[] sequences = pool.sequences.toArray();
    out.numbers(sequences, sequences.length);
  }

  private static LivePool readLive(StateReader in, long startMicros) {
    LivePool pool = new LivePool(startMicros);
    pool.frames = in.number();
    pool.timeSumMicros = in.longNumber();
    int layers = in.number();
    pool.layers = new int[layers];
    pool.counts = new int[layers];
    pool.sums = new float[layers][];
    pool.folded = new double[layers][];
    for (int i = 0; i < layers; i++) {
      pool.layers[i] = in.number();
      pool.counts[i] = in.number();
      pool.sums[i] = in.floats();
      double[] folded = in.doubles();
      pool.folded[i] = folded.length == 0 ? LivePool.NOTHING : folded;
    }
    long[] sequences = in.numbers();
    pool.sequences = new Sequences(sequences, sequences.length / 2);
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

  static void writeFrame(StateWriter out, Frame frame) {
    out.number(frame.eventTimeMicros()).number(frame.sequence());
    out.text(frame.session()).number(frame.durationMicros());
    writeLayers(out, frame.layers());
  }

  static Frame readFrame(StateReader in, StreamId stream, Modality modality) {
    long eventTime = in.longNumber();
    long sequence = in.longNumber();
    String session = in.text();
    long duration = in.longNumber();
    return new Frame(stream, modality, eventTime, sequence, session, duration, readLayers(in));
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
