// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Nearest;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Windows and waiting frames within one stream's entry. */
  private static final int MOST_INLINE = 128;

  /** Streams whose frames are counted at every commit. */
  private static final int COUNTED_AT_ONCE = 5_000;

  private final AlignSettings settings;
  private final List<Modality> modalities;
  private final StateCodec codec;
  private final AlignState state = new AlignState();
  private final Map<StreamId, StreamState> loading = new HashMap<>();
  private long commits;
  private FrameEnds ends = (modality, outcome, frames) -> {};

  /** Told how many frames end how when a window is settled. */
  interface FrameEnds {
    void ended(Modality modality, Outcome outcome, long frames);
  }

  AlignStore(KeyValueStore<Bytes, byte[]> bytes, AlignSettings settings) {
    super(bytes);
    this.settings = settings;
    this.modalities = settings.names();
    this.codec = new StateCodec(modalities, settings.windowing() instanceof Nearest);
  }

  public static StoreBuilder<AlignStore> builder(AlignSettings settings) {
    boolean onDisk = settings.store() == StoreKind.ROCKSDB;
    return LiveStore.builder(NAME, onDisk, bytes -> new AlignStore(bytes, settings));
  }

  AlignState state() {
    return state;
  }

  void onFrameEnds(FrameEnds ends) {
    this.ends = ends;
  }

  /**
   * Frames without an outcome, each once, however many windows hold it. With very many streams
   * counting at every commit would take too long.
   */
  OptionalLong held(Modality modality) {
    int m = modalities.indexOf(modality);
    boolean now = commits % (1 + state.size() / COUNTED_AT_ONCE) == 0;
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
    for (WindowState window : state.pending.values()) {
      held += shared ? 0 : window.closedFrames(modality);
    }
    return held;
  }

  @Override
  public List<ClosedWindow> pending() {
    List<WindowState> waiting = new ArrayList<>(state.pending.values());
    state.early.values().stream().filter(WindowState::open).forEach(waiting::add);
    waiting.sort(Comparator.comparing(window -> window.id));
    return waiting.stream().map(this::closed).toList();
  }

  /** An early look that a restart cut short is taken anew. */
  private ClosedWindow closed(WindowState window) {
    return window.closed.orElseGet(() -> window.look(modalities, List.of(), window.deadlineMillis));
  }

  @Override
  public List<FrameEnd> settle(WindowId id, Verdict verdict) {
    WindowState window = state.pending.remove(id);
    if (window == null) {
      throw new IllegalStateException("a second verdict for " + id);
    }
    window.stream.pending--;
    List<FrameEnd> told =
        settings.keepsCohorts() ? settleCohorts(window, verdict) : settlePools(window, verdict);
    state.remove(window);
    return told;
  }

  private List<FrameEnd> settlePools(WindowState window, Verdict verdict) {
    var present = window.closed.orElseThrow().window().present();
    for (var entry : present.entrySet()) {
      ends.ended(entry.getKey(), verdict.outcome(), entry.getValue().frames());
    }
    return List.of();
  }

  private List<FrameEnd> settleCohorts(WindowState window, Verdict verdict) {
    List<FrameEnd> told = settings.explain() ? new ArrayList<>() : List.of();
    state.touch(window.stream);
    for (Cohort cohort : window.cohorts) {
      if (cohort.settle(verdict.outcome())) {
        window.stream.cohorts.remove(cohort);
        Outcome outcome = cohort.outcome(verdict.outcome());
        ends.ended(modalities.get(cohort.modality), outcome, cohort.frames);
        if (settings.explain()) {
          told.add(end(cohort, outcome, window.closed.orElseThrow()));
        }
      }
    }
    return told;
  }

  private FrameEnd end(Cohort cohort, Outcome outcome, ClosedWindow closed) {
    WindowId id = closed.window().id();
    return new FrameEnd(
        id.stream(),
        modalities.get(cohort.modality),
        outcome,
        Optional.of(id),
        closed.reason().label(),
        cohort.told());
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
    loading.clear();
  }

  @Override
  protected void load(byte[] key, byte[] value) {
    StateReader in = StateCodec.value(value);
    StreamId id = StateCodec.stream(key);
    switch (StateCodec.kind(key)) {
      case 's' -> loadStream(codec.streams().read(in, id));
      case 'w' -> loadWindow(key, in, id);
      case 'x' -> loadWaiting(key, in, id);
      default -> throw new IllegalStateException("align store: unknown key " + key[0]);
    }
  }

  private void loadStream(StreamState stream) {
    state.add(stream);
    loading.put(stream.id, stream);
    for (WindowState window : stream.open.toArray()) {
      loadOpen(window);
    }
    for (WaitingFrames waiting : stream.waiting) {
      for (int i = 0; waiting != null && i < waiting.size(); i++) {
        state.bytes += Pool.bytes(waiting.get(i).frame());
      }
    }
  }

  private void loadOpen(WindowState window) {
    state.bytes += window.bytes;
    if (window.early == Early.PENDING) {
      state.early.put(window.id, window);
    }
  }

  private StreamState owner(StreamId id) {
    StreamState stream = loading.get(id);
    if (stream == null) {
      throw new IllegalStateException("align store: an entry of " + id + " without its stream");
    }
    return stream;
  }

  private void loadWindow(byte[] key, StateReader in, StreamId id) {
    WindowId window = StateCodec.window(key);
    StreamState stream = owner(id);
    dropInline(stream, window);
    Optional<WindowState> read = codec.windows().read(in, stream, window, "");
    if (read.isEmpty()) {
      state.removedWindows.add(window);
      return;
    }
    read.get().stored = true;
    if (read.get().open()) {
      stream.open.add(read.get());
      loadOpen(read.get());
    } else {
      stream.pending++;
      state.pending.put(window, read.get());
      state.bytes += read.get().bytes;
    }
  }

  /**
   * At least once, a crash may leave the half of what was written together: an entry of its own
   * comes before the stream's that no longer has it, so the former counts.
   */
  private void dropInline(StreamState stream, WindowId id) {
    WindowState inline =
        id.epoch() == stream.epoch ? stream.open.find(id.startMicros(), id.endMicros()) : null;
    if (inline != null) {
      stream.open.remove(inline);
      state.early.remove(id);
      state.bytes -= inline.bytes;
    }
  }

  private void loadWaiting(byte[] key, StateReader in, StreamId id) {
    int modality = codec.modality(key);
    if (modality >= 0) {
      StreamState stream = owner(id);
      WaitingFrame waiting = new WaitingFrame(stream, modality, codec.waiting(in, id, modality));
      waiting.stored = true;
      dropInline(stream.waiting(modality), waiting);
      stream.waiting(modality).add(waiting);
      state.bytes += Pool.bytes(waiting.frame());
    }
  }

  @Override
  protected void loaded() {
    loading.clear();
    state.streams().forEach(this::link);
    state.streams().forEach(this::findTopSequences);
    // One may come back before its frames are late.
    state.evicted().forEach(this::findTopSequences);
  }

  private void dropInline(WaitingFrames of, WaitingFrame stored) {
    for (int i = of.firstAt(stored.time); i < of.size() && of.get(i).time == stored.time; i++) {
      if (of.get(i).sequence == stored.sequence) {
        state.bytes -= Pool.bytes(of.get(i).frame());
        of.drop(i);
        return;
      }
    }
  }

  /** Cohorts to the windows that they wait for, and what is not stored anew. */
  private void link(StreamState stream) {
    for (Cohort cohort : List.copyOf(stream.cohorts)) {
      int found = 0;
      for (int i = 0; i < cohort.windows.length; i++) {
        WindowId id = cohort.windows[i];
        WindowState window =
            id.epoch() == stream.epoch ? stream.open.find(id.startMicros(), id.endMicros()) : null;
        window = window == null ? state.pending.get(id) : window;
        if (window != null) {
          cohort.windows[i] = window.id;
          window.join(cohort);
          found++;
        }
      }
      if (found == 0) {
        stream.cohorts.remove(cohort);
      }
    }
  }

  private void findTopSequences(StreamState stream) {
    for (int m = 0; m < modalities.size(); m++) {
      stream.topSequence[m] = topSequence(stream, m);
    }
  }

  private static long topSequence(StreamState stream, int modality) {
    long top = StreamState.NONE;
    for (WindowState window : stream.open.toArray()) {
      Pool pool = window.pools[modality];
      top = pool == null ? top : Math.max(top, pool.lastSequence());
    }
    WaitingFrames waiting = stream.waiting[modality];
    for (int i = 0; waiting != null && i < waiting.size(); i++) {
      top = Math.max(top, waiting.get(i).sequence);
    }
    for (int i = 0; waiting != null && i < waiting.spent.size(); i++) {
      top = Math.max(top, waiting.spent.get(i).sequence());
    }
    return top;
  }

  @Override
  protected void changeAll() {
    state.changeAll();
  }

  /** Deletes first: what was deleted may have come again under the same name. */
  @Override
  protected void writeChanges(BiConsumer<byte[], byte[]> to) {
    commits++;
    state.removedStreams.forEach(id -> to.accept(codec.streamKey(id), null));
    state.removedWindows.forEach(id -> to.accept(codec.windowKey(id), null));
    state.removedWaiting.forEach(frame -> to.accept(codec.waitingKey(frame), null));
    state.changedWindows.drain(window -> write(window, to));
    state.newWaiting.drain(waiting -> write(waiting, to));
    state.changedStreams.drain(stream -> write(stream, to));
    state.written();
  }

  /** The entry of a stream is to be written too where it takes a window in or lets it go. */
  private void write(WindowState window, BiConsumer<byte[], byte[]> to) {
    if (!window.stored) {
      state.touch(window.stream);
    }
    if (!window.inline()) {
      writeOwn(window, to);
    }
  }

  private void writeOwn(WindowState window, BiConsumer<byte[], byte[]> to) {
    window.stored = true;
    to.accept(codec.windowKey(window.id), codec.windowValue(window));
  }

  private void write(WaitingFrame waiting, BiConsumer<byte[], byte[]> to) {
    if (waiting.inline()) {
      state.touch(waiting.stream);
    } else {
      writeOwn(waiting, to);
    }
  }

  private void writeOwn(WaitingFrame waiting, BiConsumer<byte[], byte[]> to) {
    waiting.stored = true;
    to.accept(codec.waitingKey(waiting), codec.waitingValue(waiting));
  }

  private void write(StreamState stream, BiConsumer<byte[], byte[]> to) {
    shorten(stream, to);
    to.accept(codec.streamKey(stream.id), codec.streamValue(stream));
  }

  /** A stream that waits for long would write all that it holds again and again. */
  private void shorten(StreamState stream, BiConsumer<byte[], byte[]> to) {
    int held = stream.open.size() + stream.waitingFrames();
    int over = held > MOST_INLINE ? stream.inline() - MOST_INLINE : 0;
    for (int i = 0; over > 0 && i < stream.open.size(); i++) {
      if (stream.open.get(i).inline()) {
        writeOwn(stream.open.get(i), to);
        over--;
      }
    }
    for (WaitingFrames waiting : stream.waiting) {
      for (int i = 0; over > 0 && waiting != null && i < waiting.size(); i++) {
        if (waiting.get(i).inline()) {
          writeOwn(waiting.get(i), to);
          over--;
        }
      }
    }
  }
}
