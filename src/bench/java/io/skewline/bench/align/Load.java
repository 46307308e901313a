// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The frames that every contestant reads, in event-time order per topic: each stream sends one
 * audio frame per tick and, 5 ms later, one video frame; streams are spread over the tick. Behind
 * the last whole second a tail of one frame per stream and modality lets every window before it
 * close.
 *
 * @param records without the tail, rounded up to whole seconds of event time
 * @param width floats per frame, one layer
 */
public record Load(int streams, int framesPerSecond, int width, int records, long startMillis) {
  public static final Modality AUDIO = new Modality("audio");
  public static final Modality VIDEO = new Modality("video");
  static final List<Modality> MODALITIES = List.of(AUDIO, VIDEO);
  private static final int VIDEO_AFTER_MICROS = 5_000;
  private static final int TAIL_SECONDS = 2;
  private static final int VECTORS = 64;

  public Load {
    if (streams < 1 || framesPerSecond < 1 || framesPerSecond > 50 || width < 1 || records < 1) {
      throw new IllegalArgumentException(
          "streams, frames per second (up to 50), width and records must be 1 or more: %d, %d, %d, %d"
              .formatted(streams, framesPerSecond, width, records));
    }
  }

  /** Ends an hour ago, so that no frame is ahead of the wall clock. */
  public static Load of(int streams, int framesPerSecond, int width, int records) {
    long now = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1);
    return new Load(streams, framesPerSecond, width, records, now / 1_000 * 1_000);
  }

  public int seconds() {
    int perSecond = MODALITIES.size() * streams * framesPerSecond;
    return (records + perSecond - 1) / perSecond;
  }

  /** Frames of one modality without the tail. */
  long framesPerModality() {
    return (long) seconds() * framesPerSecond * streams;
  }

  long windows() {
    return (long) seconds() * streams;
  }

  /** All records of all topics, tail included. */
  public long total() {
    return MODALITIES.size() * (framesPerModality() + streams);
  }

  /** Every frame from here on belongs to the tail. */
  long tailMillis() {
    return startMillis + (seconds() + TAIL_SECONDS) * 1_000L;
  }

  void forEach(Consumer<Frame> consumer) {
    LayerStack[] vectors = vectors();
    List<StreamId> ids =
        IntStream.range(0, streams).mapToObj(s -> new StreamId("camera-" + s)).toList();
    int ticks = seconds() * framesPerSecond;
    for (int tick = 0; tick <= ticks; tick++) {
      long micros =
          tick == ticks
              ? tailMillis() * 1_000
              : startMillis * 1_000 + tick * 1_000_000L / framesPerSecond;
      for (int s = 0; s < streams; s++) {
        long audio = micros + s * spreadMicros() / streams;
        LayerStack values = vectors[(tick * 31 + s) % VECTORS];
        consumer.accept(frame(ids.get(s), AUDIO, audio, tick, values));
        consumer.accept(frame(ids.get(s), VIDEO, audio + VIDEO_AFTER_MICROS, tick, values));
      }
    }
  }

  /** The mean over all values of all frames before the tail. */
  double mean() {
    LayerStack[] vectors = vectors();
    double sum = 0;
    for (int tick = 0; tick < seconds() * framesPerSecond; tick++) {
      for (int s = 0; s < streams; s++) {
        sum += Joined.mean(vectors[(tick * 31 + s) % VECTORS]);
      }
    }
    return sum / framesPerModality();
  }

  /** So wide that no video frame falls in the next tick, nor nearer to its audio frame. */
  private long spreadMicros() {
    return 1_000_000L / framesPerSecond * 3 / 4;
  }

  private static Frame frame(
      StreamId stream, Modality modality, long micros, int tick, LayerStack values) {
    return new Frame(stream, modality, micros, tick, "", 0, values);
  }

  private LayerStack[] vectors() {
    Random random = new Random(1);
    LayerStack[] vectors = new LayerStack[VECTORS];
    for (int v = 0; v < VECTORS; v++) {
      float[] values = new float[width];
      for (int i = 0; i < width; i++) {
        values[i] = (float) random.nextGaussian() + v;
      }
      vectors[v] = LayerStack.ofAll(values);
    }
    return vectors;
  }
}
