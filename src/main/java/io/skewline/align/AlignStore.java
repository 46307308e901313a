// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.StoreKind;
import io.skewline.align.WindowState.Early;
import io.skewline.ledger.LiveStore;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Align's changelogged store: streams, open windows, frames that wait for an anchor, and closed
 * windows that wait for their verdict. One stream thread.
 */
public final class AlignStore extends LiveStore implements PendingWindows {
  public static final String NAME = "align";

  /**
   * Streams, or windows without verdict, whose frames are counted at every commit; of twice as many
   * at every other one.
   */
  private static final int COUNTED_AT_ONCE = 500;

  private final AlignSettings settings;
  private final List<Modality> modalities;
  private final AlignState state = new AlignState();
  private final StateLoader loader;
  private final StateChanges changes;
  private final Settlement settlement;
  private long commits;

  /** Told how many frames end how when a window is settled. */
  interface FrameEnds {
    void ended(Modality modality, Outcome outcome, long frames);
  }

  AlignStore(KeyValueStore<Bytes, byte[]> bytes, AlignSettings settings) {
    super(bytes);
    this.settings = settings;
    this.modalities = settings.names();
    StateCodec codec = new StateCodec(modalities);
    this.loader = new StateLoader(codec, state);
    this.changes = new StateChanges(codec, state);
    this.settlement = new Settlement(settings, state);
  }

  public static StoreBuilder<AlignStore> builder(AlignSettings settings) {
    boolean onDisk = settings.store() == StoreKind.ROCKSDB;
    return LiveStore.builder(NAME, onDisk, bytes -> new AlignStore(bytes, settings));
  }

  AlignState state() {
    return state;
  }

  void onFrameEnds(FrameEnds ends) {
    settlement.onFrameEnds(ends);
  }

  /**
   * Frames without an outcome, each once, however many windows hold it. With many streams counting
   * at every commit would take too long.
   */
  OptionalLong held(Modality modality) {
    int m = modalities.indexOf(modality);
    int counted = Math.max(state.size(), state.pending().size());
    boolean now = commits % (1 + counted / COUNTED_AT_ONCE) == 0;
    if (!now) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(m < 0 ? 0 : held(modality, m));
  }

  private long held(Modality modality, int m) {
    boolean shared = settings.overlaps();
    long held = 0;
    for (StreamState stream : state.streams()) {
      held += stream.waiting[m] == null ? 0 : stream.waiting[m].size();
      held += shared ? stream.cohortFrames(m) : stream.pooledFrames(m);
    }
    for (WindowState window : state.pending()) {
      held += shared ? 0 : window.closedFrames(modality);
    }
    return held;
  }

  @Override
  public List<ClosedWindow> pending() {
    List<WindowState> waiting = new ArrayList<>(state.pending());
    state.early.values().stream().filter(WindowState::open).forEach(waiting::add);
    waiting.sort(Comparator.comparing(window -> window.id));
    return inTheirTurn(waiting.stream().map(this::closed).toList());
  }

  /**
   * A deadline and a broker's clock may disagree: a window comes no earlier than one before it in
   * its stream.
   */
  private static List<ClosedWindow> inTheirTurn(List<ClosedWindow> byStream) {
    Map<ClosedWindow, Long> turns = new IdentityHashMap<>();
    Map<StreamId, Long> latest = new HashMap<>();
    for (ClosedWindow window : byStream) {
      StreamId stream = window.window().id().stream();
      turns.put(window, latest.merge(stream, window.triggerMillis(), Math::max));
    }
    List<ClosedWindow> mixed = new ArrayList<>(byStream);
    mixed.sort(Comparator.comparing(turns::get));
    return mixed;
  }

  /**
   * Whether the windows without verdict take more than half of what a task may ({@code
   * align.limits.bytesPerTask}): those that can wait must not crowd out the frames that come.
   */
  public boolean crowded() {
    return state.pendingBytes() > settings.limits().bytesPerTask() / 2;
  }

  /** An early look that a restart cut short is taken anew. */
  private ClosedWindow closed(WindowState window) {
    return window.closed.orElseGet(() -> window.look(modalities, List.of(), window.deadlineMillis));
  }

  @Override
  public List<FrameEnd> settle(WindowId id, Verdict verdict) {
    return settlement.settle(id, verdict);
  }

  /** The window may have closed meanwhile; its own verdict then follows in the same batch. */
  @Override
  public void settleEarly(WindowId id) {
    WindowState window = state.early.remove(id);
    if (window != null) {
      window.early = Early.SETTLED;
      state.touch(window);
    }
  }

  @Override
  protected void clear() {
    state.clear();
    loader.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    loader.load(key, value);
  }

  @Override
  protected void loaded() {
    loader.loaded();
  }

  @Override
  protected void changeAll() {
    state.changeAll();
  }

  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    commits++;
    changes.write(to);
  }
}
