// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Frames per second of the core: 1,000 streams, 2 modalities, 25 frames/s of one layer of 768
 * floats, windows of 1 s, each settled at once, one look at the deadlines per 20 ms of stream time.
 * Once bare, once with the dirty state serialised every 100 ms of stream time, as at a commit.
 */
public final class AlignerSpeed {
  private static final int STREAMS = 1_000;
  private static final int SECONDS = 20;
  private static final List<Modality> MODALITIES =
      List.of(new Modality("video"), new Modality("audio"));

  private long written;

  private AlignerSpeed() {}

  public static void main(String[] args) {
    for (int round = 0; round < 3; round++) {
      new AlignerSpeed().measure("bare", Integer.MAX_VALUE);
      new AlignerSpeed().measure("commit every 100 ms", 100);
      new AlignerSpeed().measure("commit every 1000 ms", 1_000);
    }
  }

  private void measure(String what, int commitMillis) {
    AlignStore store = AlignStore.builder(settings()).build();
    List<ClosedWindow> closed = new ArrayList<>();
    Aligner aligner = new Aligner(settings(), store.state(), closed::add);
    LayerStack[] layers = new LayerStack[64];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = LayerStack.ofAll(new float[768]);
    }
    List<StreamId> ids = new ArrayList<>();
    for (int s = 0; s < STREAMS; s++) {
      ids.add(new StreamId("camera-" + s));
    }
    long frames = 0;
    long windows = 0;
    long started = System.nanoTime();
    for (long millis = 0; millis < SECONDS * 1_000L; millis += 20) {
      for (StreamId id : ids) {
        for (Modality modality : MODALITIES) {
          if (millis % 40 == 0) {
            LayerStack stack = layers[(int) (frames & 63)];
            Frame frame = new Frame(id, modality, millis * 1_000, millis, "", 0, stack);
            aligner.accept(frame, millis, millis);
            frames++;
          }
        }
      }
      windows += closed.size();
      closed.forEach(window -> store.settle(window.window().id(), Verdict.FUSED));
      closed.clear();
      aligner.closeDue(millis, modality -> true);
      if (millis % commitMillis == commitMillis - 20) {
        store.writeChanges((key, value) -> written += value == null ? 0 : value.length);
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-20s %,d frames, %,d windows in %.2f s: %,.0f frames/s; %,d MB written%n",
        what,
        frames,
        windows,
        seconds,
        frames / seconds,
        written >> 20);
  }

  private static AlignSettings settings() {
    return AlignSettings.live(
        MODALITIES.stream().map(m -> new AlignedModality(m, Duration.ofMillis(100), true)).toList(),
        new Sliding(Duration.ofSeconds(1), Duration.ofSeconds(1)),
        new Timing(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofMillis(20)),
        new Limits(4_096, 256, 100_000, 1L << 40));
  }
}
