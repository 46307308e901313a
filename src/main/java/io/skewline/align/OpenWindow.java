// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A window from its first frame to its verdict; the pools stop changing when it closes. */
final class OpenWindow {
  final WindowId id;
  final Span span;
  final String session;
  final ModalityPool[] pools;

  /** Event time of its first frame: what its deadline is reckoned from. */
  final long firstEventMicros;

  /** Wall clock; not kept across restarts, where it starts anew. */
  long deadlineMillis;

  Optional<Closing> closing = Optional.empty();

  /** Whether the changelog has it. */
  boolean stored;

  /** How the window closed. */
  record Closing(ClosingReason reason, List<Modality> silent, long triggerMillis) {}

  OpenWindow(WindowId id, String session, int modalities, long firstEventMicros) {
    this.id = id;
    this.span = new Span(id.startMicros(), id.endMicros());
    this.session = session;
    this.pools = new ModalityPool[modalities];
    this.firstEventMicros = firstEventMicros;
  }

  boolean holds(int modality, long sequence) {
    return pools[modality] != null && pools[modality].sequences.contains(sequence);
  }

  int frames() {
    int frames = 0;
    for (ModalityPool pool : pools) {
      frames += pool == null ? 0 : pool.frames;
    }
    return frames;
  }

  void add(int modality, Frame frame) {
    if (pools[modality] == null) {
      pools[modality] = new ModalityPool();
    }
    pools[modality].add(frame, id.startMicros());
  }

  ClosedWindow closed(List<Modality> modalities) {
    Map<Modality, PooledModality> present = new TreeMap<>();
    for (int m = 0; m < pools.length; m++) {
      if (pools[m] != null) {
        present.put(modalities.get(m), pools[m].pooled(id.startMicros()));
      }
    }
    Closing how = closing.orElseThrow();
    return new ClosedWindow(
        new AlignedWindow(id, session, present),
        how.reason(),
        how.silent(),
        how.triggerMillis(),
        0);
  }
}
