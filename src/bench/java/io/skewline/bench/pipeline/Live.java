// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.pipeline;

import io.skewline.bench.FrameFormat;
import io.skewline.modality.LayerStack;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Plays streams in real time. They do not tick together, and each is behind the wall clock by a
 * transport delay of its own, spread over a window: so windows close all the time, not once a
 * second. Every tenth stream has no video: its windows close at their deadline.
 */
final class Live {
  private static final int SILENT_EVERY = 10;

  private final Streams streams;
  private final long startMillis;
  private final double seconds;

  /**
   * @param startMillis wall clock of the first frame
   */
  Live(Streams streams, long startMillis, double seconds) {
    this.streams = streams;
    this.startMillis = startMillis;
    this.seconds = seconds;
  }

  /** How far a stream's event time is behind the wall clock. */
  long delayMillis(int stream) {
    return stream * 7_919L % streams.count() * 1_000 / streams.count();
  }

  static boolean silent(int stream) {
    return stream % SILENT_EVERY == SILENT_EVERY - 1;
  }

  /**
   * Returns when the last frame has been sent.
   *
   * @return how late the latest frame was sent, milliseconds
   */
  double play(PipelineCluster cluster) {
    FrameFormat format = new FrameFormat(cluster.codecs().frames());
    LayerStack layers = Streams.layers(false);
    double latest = 0;
    try (KafkaProducer<byte[], byte[]> producer = cluster.producer(0)) {
      int ticks = (int) (seconds * streams.framesPerWindow());
      for (int tick = 0; tick < ticks; tick++) {
        for (int s = 0; s < streams.count(); s++) {
          double due = startMillis + (tick + (double) s / streams.count()) * streams.tickMillis();
          latest = Math.max(latest, awaitMillis(due));
          long micros = Math.round((due - delayMillis(s)) * 1_000);
          producer.send(cluster.record(streams.audio(s, micros, tick, layers), format));
          if (!silent(s)) {
            producer.send(cluster.record(streams.video(s, micros, tick, layers), format));
          }
        }
      }
    }
    return latest;
  }

  private static double awaitMillis(double due) {
    double late = System.currentTimeMillis() - due;
    while (late < 0) {
      LockSupport.parkNanos((long) Math.min(-late * 1e6, 1e6));
      late = System.currentTimeMillis() - due;
    }
    return late;
  }
}
