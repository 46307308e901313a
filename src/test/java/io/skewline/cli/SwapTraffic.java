// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static io.skewline.cli.TestCluster.AUDIO;
import static io.skewline.cli.TestCluster.VIDEO;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import io.skewline.replay.FramePublisher;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Streams in real time whose every vector follows from stream, window and modality, so that what
 * was scored can be scored once more aside. Frames of one window are alike.
 */
final class SwapTraffic {
  private static final long SIZE = 200_000;
  private static final int STREAMS = 6;
  private static final int FRAMES = 4;
  private static final int TAIL_WINDOWS = 3;

  private final FramePublisher frames;
  private final int streams;
  private final long start = System.currentTimeMillis() * 1000 / SIZE * SIZE;
  private final CompletableFuture<Set<WindowId>> playing;
  private volatile boolean ended;

  SwapTraffic(FramePublisher frames) {
    this(frames, STREAMS);
  }

  SwapTraffic(FramePublisher frames, int streams) {
    this.frames = frames;
    this.streams = streams;
    this.playing = CompletableFuture.supplyAsync(this::play);
  }

  /** Ends with whole windows, and some behind them that let them close: all that must be seen. */
  Set<WindowId> end() throws Exception {
    ended = true;
    return playing.get();
  }

  private Set<WindowId> play() {
    Set<WindowId> sent = new TreeSet<>();
    long window = 0;
    for (; !ended; window++) {
      for (int tick = 0; tick < FRAMES; tick++) {
        long due = start + window * SIZE + tick * SIZE / FRAMES;
        LockSupport.parkNanos((due - System.currentTimeMillis() * 1000) * 1000);
        send(window, tick);
      }
      for (int s = 0; s < streams; s++) {
        sent.add(id(s, window));
      }
    }
    for (int n = 0; n < TAIL_WINDOWS; n++) {
      send(window + n, 0);
    }
    frames.flush();
    return sent;
  }

  private void send(long window, int tick) {
    for (int s = 0; s < streams; s++) {
      for (Modality modality : List.of(AUDIO, VIDEO)) {
        StreamId stream = id(s, window).stream();
        long micros = start + window * SIZE + tick * SIZE / FRAMES;
        long sequence = frames.nextSequence(stream, modality);
        LayerStack layers = layers(id(s, window), modality);
        frames.publish(new Frame(stream, modality, micros, sequence, "s", 0, layers));
      }
    }
  }

  private WindowId id(int stream, long window) {
    long from = start + window * SIZE;
    return new WindowId(new StreamId("cam-" + stream), 0, from, from + SIZE);
  }

  private static LayerStack layers(WindowId window, Modality modality) {
    return TestCluster.stack(true, new Random(window.hashCode() * 31L + modality.hashCode()), 8);
  }

  /** As alignment is to hand it to the model. */
  static AlignedWindow aligned(WindowId id) {
    return new AlignedWindow(
        id,
        "s",
        Map.of(
            AUDIO, new PooledModality(layers(id, AUDIO), FRAMES, id.startMicros()),
            VIDEO, new PooledModality(layers(id, VIDEO), FRAMES, id.startMicros())));
  }
}
