// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Gives restored frames, of which the changelog holds the offset alone, their vectors again. One
 * that its topic no longer has stays in the books, without layers. In live mode pools run on from
 * there: kept frames would take more memory than is reckoned. One thread.
 */
final class Recall {
  private final boolean live;
  private final AlignState state;
  private final FrameSource source;
  private final Consumer<Frame> gone;
  private boolean lost;

  /**
   * @param gone told of each frame that its topic no longer has
   */
  Recall(TimeMode time, AlignState state, FrameSource source, Consumer<Frame> gone) {
    this.live = time == TimeMode.LIVE;
    this.state = state;
    this.source = source;
    this.gone = gone;
  }

  void run(int partition) {
    Set<Frame> bare = new HashSet<>();
    forEach(
        frame -> {
          if (isBare(frame)) {
            bare.add(place(frame));
          }
          return frame;
        });
    if (bare.isEmpty()) {
      return;
    }
    Map<Frame, LayerStack> found = source.read(partition, Set.copyOf(bare));
    bare.removeAll(found.keySet());
    bare.forEach(gone);
    forEach(frame -> isBare(frame) ? whole(frame, found) : frame);
    if (live) {
      state.streams().forEach(Recall::runOn);
    }
  }

  private static void runOn(StreamState stream) {
    for (int i = 0; i < stream.open.size(); i++) {
      Pool[] pools = stream.open.get(i).pools;
      for (int m = 0; m < pools.length; m++) {
        pools[m] = pools[m] instanceof ReplayPool read ? read.running() : pools[m];
      }
    }
  }

  private static boolean isBare(Frame frame) {
    return frame.placed() && frame.layers().size() == 0;
  }

  /** A frame of several windows may be written with its session and duration, or without. */
  private static Frame place(Frame bare) {
    return new Frame(
        bare.stream(),
        bare.modality(),
        bare.eventTimeMicros(),
        bare.sequence(),
        "",
        0,
        LayerStack.NONE,
        bare.offset());
  }

  /** What is gone is not looked for again. */
  private Frame whole(Frame bare, Map<Frame, LayerStack> found) {
    LayerStack layers = found.get(place(bare));
    lost |= layers == null;
    return layers == null ? bare.at(Frame.NOWHERE) : bare.with(layers);
  }

  private void forEach(UnaryOperator<Frame> change) {
    for (StreamState stream : state.streams()) {
      for (WindowState window : stream.open.toArray()) {
        forEach(window, change);
      }
      for (WaitingFrames waiting : stream.waiting) {
        for (int i = 0; waiting != null && i < waiting.size(); i++) {
          forEach(waiting.get(i), change);
        }
      }
    }
  }

  private void forEach(WindowState window, UnaryOperator<Frame> change) {
    lost = false;
    for (int m = 0; m < window.pools.length; m++) {
      if (window.pools[m] != null) {
        window.pools[m] = window.pools[m].with(change);
      }
    }
    if (lost) {
      state.touch(window);
    }
  }

  private void forEach(WaitingFrame waiting, UnaryOperator<Frame> change) {
    Frame before = waiting.frame();
    Frame after = change.apply(before);
    if (after != before) {
      state.bytes -= waiting.bytes;
      waiting.becomes(after);
      state.bytes += waiting.bytes;
    }
    if (!after.placed() && before.placed()) {
      state.newWaiting.add(waiting);
      state.touch(waiting.stream);
    }
  }
}
