// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The streams of one task, least recently seen first, and what has changed since the last commit.
 */
final class AlignState {
  private final Map<StreamId, StreamState> streams = new LinkedHashMap<>(16, 0.75f, true);
  final Set<StreamId> changedStreams = new HashSet<>();

  /** The window, or empty where it has gone. */
  final Map<WindowId, Optional<OpenWindow>> changedWindows = new HashMap<>();

  Optional<StreamState> find(StreamId id) {
    return Optional.ofNullable(streams.get(id));
  }

  StreamState create(StreamId id, int modalities) {
    StreamState stream = new StreamState(modalities);
    streams.put(id, stream);
    return stream;
  }

  int size() {
    return streams.size();
  }

  Collection<StreamState> streams() {
    return streams.values();
  }

  void touch(StreamId stream) {
    changedStreams.add(stream);
  }

  void touch(OpenWindow window) {
    Optional<OpenWindow> before = changedWindows.put(window.id, Optional.of(window));
    // Reopened after its stream was forgotten, with the delete of its namesake still to come.
    window.stored |= before != null && before.isEmpty();
  }

  /** A window that came and went between two commits leaves nothing to delete. */
  void remove(OpenWindow window) {
    if (window.stored) {
      changedWindows.put(window.id, Optional.empty());
    } else {
      changedWindows.remove(window.id);
    }
  }

  /** Forgets streams without windows that were last seen before the given wall clock. */
  void evictIdleBefore(long millis) {
    Iterator<Map.Entry<StreamId, StreamState>> eldest = streams.entrySet().iterator();
    while (eldest.hasNext()) {
      Map.Entry<StreamId, StreamState> entry = eldest.next();
      if (entry.getValue().seenMillis >= millis || !entry.getValue().idle()) {
        return;
      }
      changedStreams.add(entry.getKey());
      eldest.remove();
    }
  }

  void clear() {
    streams.clear();
    changedStreams.clear();
    changedWindows.clear();
  }
}
