// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.WindowState.Early;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the entries of the store to live objects, after a restart. One thread. */
final class StateLoader {
  private final StateCodec codec;
  private final AlignState state;
  private final Map<StreamId, StreamState> loading = new HashMap<>();

  StateLoader(StateCodec codec, AlignState state) {
    this.codec = codec;
    this.state = state;
  }

  void clear() {
    loading.clear();
  }

  /** One entry, in the order of the keys' bytes: a stream comes before what is of it. */
  void load(byte[] key, byte[] value) {
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
        state.bytes += waiting.get(i).bytes;
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
      state.addPending(read.get());
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
      state.bytes += waiting.bytes;
    }
  }

  private void dropInline(WaitingFrames of, WaitingFrame stored) {
    for (int i = of.firstAt(stored.time); i < of.size() && of.get(i).time == stored.time; i++) {
      if (of.get(i).sequence == stored.sequence) {
        state.bytes -= of.get(i).bytes;
        of.drop(i);
        return;
      }
    }
  }

  /** Every entry has been loaded. */
  void loaded() {
    loading.clear();
    state.streams().forEach(this::link);
    state.streams().forEach(StateLoader::findTopSequences);
    // One may come back before its frames are late.
    state.evicted().forEach(StateLoader::findTopSequences);
  }

  /** Cohorts to the windows that they wait for, and what is not stored anew. */
  private void link(StreamState stream) {
    for (Cohort cohort : List.copyOf(stream.cohorts)) {
      int found = 0;
      for (int i = 0; i < cohort.windows.length; i++) {
        WindowId id = cohort.windows[i];
        WindowState window =
            id.epoch() == stream.epoch ? stream.open.find(id.startMicros(), id.endMicros()) : null;
        window = window == null ? state.findPending(id) : window;
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

  private static void findTopSequences(StreamState stream) {
    for (int m = 0; m < stream.topSequence.length; m++) {
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
}
