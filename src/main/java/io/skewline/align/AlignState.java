// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams of one task, its closed windows without a verdict, and what has changed since the
 * last commit. One thread.
 */
final class AlignState {
  private final Map<StreamId, StreamState> streams = new HashMap<>();

  /** Those remembered only, the one evicted first first. */
  private final Map<StreamId, StreamState> evicted = new LinkedHashMap<>();

  private final Map<WindowId, WindowState> pending = new HashMap<>();

  /** Of {@link #bytes}, what the pending windows take. */
  private long pendingBytes;

  /** Windows whose early verdict is still to be forwarded; they may have closed meanwhile. */
  final Map<WindowId, WindowState> early = new HashMap<>();

  final Changed<StreamState> changedStreams = new Changed<>();
  final Changed<WindowState> changedWindows = new Changed<>();
  final Changed<WaitingFrame> newWaiting = new Changed<>();

  /** Stored, and to be deleted before anything is written: names may come again. */
  final List<StreamId> removedStreams = new ArrayList<>();

  final List<WindowId> removedWindows = new ArrayList<>();
  final List<WaitingFrame> removedWaiting = new ArrayList<>();

  /** Estimate of what the windows and waiting frames take in memory. */
  long bytes;

  /** Null for none. */
  StreamState find(StreamId id) {
    return streams.get(id);
  }

  StreamState findEvicted(StreamId id) {
    return evicted.get(id);
  }

  void add(StreamState stream) {
    (stream.evicted ? evicted : streams).put(stream.id, stream);
  }

  void evict(StreamState stream) {
    streams.remove(stream.id);
    stream.evicted = true;
    evicted.put(stream.id, stream);
    touch(stream);
  }

  void revive(StreamState stream) {
    evicted.remove(stream.id);
    stream.evicted = false;
    streams.put(stream.id, stream);
    touch(stream);
  }

  void forget(StreamState stream) {
    evicted.remove(stream.id);
    changedStreams.remove(stream);
    removedStreams.add(stream.id);
  }

  int size() {
    return streams.size();
  }

  /** A closed window waits for its verdict. */
  void addPending(WindowState window) {
    window.stream.pending++;
    pending.put(window.id, window);
    pendingBytes += window.bytes;
  }

  /** Null for none. */
  WindowState findPending(WindowId id) {
    return pending.get(id);
  }

  /** Null for none. */
  WindowState takePending(WindowId id) {
    WindowState window = pending.remove(id);
    if (window != null) {
      window.stream.pending--;
      pendingBytes -= window.bytes;
    }
    return window;
  }

  Collection<WindowState> pending() {
    return pending.values();
  }

  long pendingBytes() {
    return pendingBytes;
  }

  Collection<StreamState> streams() {
    return streams.values();
  }

  Collection<StreamState> evicted() {
    return evicted.values();
  }

  void touch(StreamState stream) {
    changedStreams.add(stream);
  }

  void touch(WindowState window) {
    changedWindows.add(window);
  }

  /** A window that came and went between two commits leaves nothing to delete. */
  void remove(WindowState window) {
    changedWindows.remove(window);
    bytes -= window.bytes;
    window.release();
    if (window.stored) {
      removedWindows.add(window.id);
    }
  }

  void add(WaitingFrame waiting) {
    bytes += waiting.bytes;
    newWaiting.add(waiting);
  }

  void remove(WaitingFrame waiting) {
    newWaiting.remove(waiting);
    bytes -= waiting.bytes;
    waiting.release();
    if (waiting.stored) {
      removedWaiting.add(waiting);
    }
  }

  /** Everything is to be written. */
  void changeAll() {
    streams.values().forEach(this::touch);
    evicted.values().forEach(this::touch);
    pending.values().forEach(this::touch);
    newWaiting.clear();
    for (StreamState stream : streams.values()) {
      for (WindowState window : stream.open.toArray()) {
        touch(window);
      }
      for (WaitingFrames waiting : stream.waiting) {
        for (int i = 0; waiting != null && i < waiting.size(); i++) {
          newWaiting.add(waiting.get(i));
        }
      }
    }
  }

  void clear() {
    streams.clear();
    evicted.clear();
    pending.clear();
    early.clear();
    bytes = 0;
    pendingBytes = 0;
    written();
  }

  /** What changed has been written. */
  void written() {
    changedStreams.clear();
    changedWindows.clear();
    newWaiting.clear();
    removedStreams.clear();
    removedWindows.clear();
    removedWaiting.clear();
  }
}
