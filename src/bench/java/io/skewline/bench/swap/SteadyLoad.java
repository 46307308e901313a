// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.swap;

import io.skewline.bench.FrameFormat;
import io.skewline.bench.pipeline.PipelineCluster;
import io.skewline.modality.ModalitySpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Plays the traffic in real time, in a thread of its own, until it is to end. */
final class SteadyLoad {
  private static final int TAIL_WINDOWS = 2;

  private final PipelineCluster cluster;
  private final Traffic traffic;
  private final FrameFormat format;
  private final CompletableFuture<Long> playing;
  private volatile boolean ended;
  private volatile double latestMillis;

  SteadyLoad(PipelineCluster cluster, Traffic traffic) {
    this.cluster = cluster;
    this.traffic = traffic;
    this.format = new FrameFormat(cluster.codecs().frames());
    this.playing = CompletableFuture.supplyAsync(this::play);
  }

  /**
   * Ends with whole windows, and frames after them that let the last ones close.
   *
   * @return windows of each stream that must have a prediction
   */
  long end() throws Exception {
    ended = true;
    return playing.get();
  }

  void failIfDead() throws Exception {
    if (playing.isCompletedExceptionally()) {
      playing.get();
    }
  }

  /** How late a frame was sent at the most: above some milliseconds, the load was not steady. */
  double latestMillis() {
    return latestMillis;
  }

  private long play() {
    try (KafkaProducer<byte[], byte[]> producer = cluster.producer(0)) {
      long tick = 0;
      while (!ended || tick % traffic.framesPerWindow() != 0) {
        for (int stream = 0; stream < traffic.streams(); stream++) {
          awaitMicros(traffic.micros(tick) + traffic.delayMicros(stream));
          send(producer, stream, tick);
        }
        tick++;
      }
      long windows = tick / traffic.framesPerWindow();
      for (int n = 0; n < TAIL_WINDOWS * traffic.framesPerWindow(); n++, tick++) {
        for (int stream = 0; stream < traffic.streams(); stream++) {
          send(producer, stream, tick);
        }
      }
      return windows;
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int stream, long tick) {
    for (ModalitySpec spec : traffic.specs()) {
      producer.send(cluster.record(traffic.frame(stream, tick, spec), format));
    }
  }

  private void awaitMicros(long due) {
    double late = System.currentTimeMillis() - due / 1e3;
    while (late < 0) {
      LockSupport.parkNanos((long) Math.min(-late * 1e6, 1e6));
      late = System.currentTimeMillis() - due / 1e3;
    }
    latestMillis = Math.max(latestMillis, late);
  }
}
