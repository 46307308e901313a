// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;

import io.skewline.modality.Label;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.replay.FramePublisher;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Frames of some streams at the speed of the clock, from a thread of its own, until it is stopped;
 * then the streams end, so that their last windows close. A label goes with every window.
 */
final class SteadyTraffic implements AutoCloseable {
  static final int FRAMES = 4;
  private static final long SIZE = 200_000;

  private final FramePublisher publisher;
  private final int streams;
  private final long base = System.currentTimeMillis() * 1000 / SIZE * SIZE;
  private final Random random;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "traffic");
  private volatile int windows;
  private volatile Throwable error;

  SteadyTraffic(TestCluster cluster, int streams, long seed) {
    this.publisher = Publishers.connect(cluster.app);
    this.streams = streams;
    this.random = new Random(seed);
    thread.setDaemon(true);
    thread.start();
  }

  /** Of all streams together, so far. */
  int windows() {
    return windows * streams;
  }

  /** How many windows there were, of all streams together. */
  int stop() throws InterruptedException {
    stop.countDown();
    thread.join();
    if (error != null) {
      throw new IllegalStateException("the traffic broke off", error);
    }
    return windows();
  }

  private void run() {
    try {
      do {
        window(base + windows * SIZE);
        windows++;
        long dueMillis = (base + windows * SIZE) / 1000 - System.currentTimeMillis();
        stop.await(Math.max(0, dueMillis), TimeUnit.MILLISECONDS);
      } while (stop.getCount() > 0);
      for (int s = 0; s < streams; s++) {
        for (Modality modality : List.of(AUDIO, VIDEO)) {
          publisher.end(stream(s), modality, base + windows * SIZE, "s");
        }
      }
      publisher.flush();
    } catch (InterruptedException | RuntimeException e) {
      error = e;
    }
  }

  private void window(long start) {
    boolean yes = random.nextInt(3) == 0;
    for (int k = 0; k < FRAMES; k++) {
      for (int s = 0; s < streams; s++) {
        for (Modality modality : List.of(AUDIO, VIDEO)) {
          long sequence = publisher.nextSequence(stream(s), modality);
          long time = start + k * SIZE / FRAMES;
          publisher.publish(TestCluster.frame(stream(s), modality, time, sequence, yes, random));
        }
      }
    }
    for (int s = 0; s < streams; s++) {
      publisher.publish(
          new Label(
              stream(s), start, start + SIZE, new Label.ClassTarget(yes ? "yes" : "no"), "", ""));
    }
  }

  private static StreamId stream(int s) {
    return new StreamId("cam-" + s);
  }

  @Override
  public void close() {
    stop.countDown();
    publisher.close();
  }
}
