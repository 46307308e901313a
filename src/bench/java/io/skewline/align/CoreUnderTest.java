// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.ClosedWindow;
import io.skewline.modality.Frame;
import io.skewline.modality.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The aligner's core as measurements see it: without Kafka, windows settled when asked. One thread.
 */
public final class CoreUnderTest {
  private final AlignStore store;
  private final Aligner aligner;
  private final List<ClosedWindow> closed = new ArrayList<>();

  private CoreUnderTest(AlignSettings settings, KeyValueStore<Bytes, byte[]> bytes) {
    store = new AlignStore(bytes, settings);
    store.open();
    aligner = new Aligner(settings, store.state(), closed::add, end -> {});
  }

  /** With no stream in it. */
  public static CoreUnderTest empty(AlignSettings settings) {
    return restored(settings, Map.of());
  }

  /** From what {@link #writeChanges} handed over, as after a restart. */
  public static CoreUnderTest restored(AlignSettings settings, Map<Bytes, byte[]> entries) {
    CoreUnderTest core =
        new CoreUnderTest(settings, RestoredBytes.of(AlignStore.NAME, new TreeMap<>(entries)));
    core.aligner.resume(0);
    return core;
  }

  /** True if a window holds the frame now. */
  public boolean accept(Frame frame, long nowMillis) {
    return aligner.accept(frame, nowMillis, nowMillis).isEmpty();
  }

  /** All modalities count as caught up. */
  public void closeDue(long nowMillis) {
    aligner.closeDue(nowMillis, modality -> nowMillis);
  }

  /** Every window that has closed gets its verdict. */
  public void settle(Consumer<ClosedWindow> windows) {
    for (ClosedWindow window : closed) {
      windows.accept(window);
      store.settle(window.window().id(), Verdict.FUSED);
    }
    closed.clear();
  }

  /** What a commit would write. */
  public void writeChanges(BiConsumer<byte[], byte[]> to) {
    store.writeChanges(to);
  }
}
