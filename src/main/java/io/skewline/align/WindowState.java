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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A window from its first frame to its verdict; the pools go when it closes. One thread. */
final class WindowState extends Changed.Item {
  static final Pool[] NO_POOLS = {};

  /** How far the early verdict of eager mode is. */
  enum Early {
    NONE,
    /** Handed on, not yet settled: a restart must hand it on again. */
    PENDING,
    SETTLED
  }

  final WindowId id;

  /** As in the id, a step nearer. */
  final long startMicros;

  final long endMicros;
  final StreamState stream;
  final String session;

  /** Event time of its first frame: what its deadline is reckoned from. */
  final long firstEventMicros;

  /** Per modality, null where it has no frame; none once closed. */
  Pool[] pools;

  /** In all pools. */
  int frames;

  /**
   * Nearest mode: a bit per modality, whether its partner, or that it has none, is decided. In
   * here, as it is asked so often that one step further would be felt.
   */
  private long decided;

  /** Only where frames may go into several windows, or are remembered one by one. */
  List<Cohort> cohorts = List.of();

  /** Wall clock; not kept across restarts, where it starts anew. */
  long deadlineMillis;

  Early early = Early.NONE;
  Optional<ClosedWindow> closed = Optional.empty();
  long bytes;

  /** Whether the changelog has an entry of it; without, it may be in that of its stream. */
  boolean stored;

  private boolean gone;

  WindowState(
      WindowId id, StreamState stream, String session, int modalities, long firstEventMicros) {
    this.id = id;
    this.startMicros = id.startMicros();
    this.endMicros = id.endMicros();
    this.stream = stream;
    this.session = session;
    this.pools = new Pool[modalities];
    this.firstEventMicros = firstEventMicros;
  }

  boolean decided(int modality) {
    return (decided >> modality & 1) != 0;
  }

  void decide(int modality) {
    decided |= 1L << modality;
  }

  /** While it is open. */
  boolean allDecided() {
    return Long.bitCount(decided) == pools.length;
  }

  boolean holds(int modality, long sequence) {
    return pools[modality] != null && pools[modality].contains(sequence);
  }

  int frames() {
    return frames;
  }

  /** Once closed: the frames of one modality that it held. */
  long closedFrames(Modality modality) {
    PooledModality pooled = closed.orElseThrow().window().present().get(modality);
    return pooled == null ? 0 : pooled.frames();
  }

  void join(Cohort cohort) {
    if (cohorts.isEmpty()) {
      cohorts = new ArrayList<>(2);
    }
    cohorts.add(cohort);
  }

  boolean open() {
    return closed.isEmpty() && !gone;
  }

  /** Whether it holds so little that it goes into its stream's entry. */
  boolean inline() {
    if (stored || !open()) {
      return false;
    }
    for (Pool pool : pools) {
      if (pool != null && !pool.placed()) {
        return false;
      }
    }
    return true;
  }

  /** Settled. */
  void release() {
    gone = true;
    closed = Optional.empty();
    cohorts = List.of();
  }

  void add(int modality, Frame frame, boolean owned, boolean replay) {
    frames++;
    Pool pool = pools[modality];
    if (pool == null && !replay) {
      pools[modality] = new OneFrame(frame, owned);
      return;
    }
    if (pool == null) {
      pool = new ReplayPool(startMicros);
    } else if (pool instanceof OneFrame one) {
      pool = one.running(startMicros);
    }
    pools[modality] = pool;
    pool.add(frame, owned);
  }

  /** An early look: the window goes on. */
  ClosedWindow look(List<Modality> modalities, List<Modality> silent, long triggerMillis) {
    return new ClosedWindow(
        aligned(modalities, false), ClosingReason.EARLY, silent, triggerMillis, 0);
  }

  ClosedWindow close(
      List<Modality> modalities, ClosingReason reason, List<Modality> silent, long triggerMillis) {
    ClosedWindow window =
        new ClosedWindow(
            aligned(modalities, true), reason, silent, triggerMillis, early == Early.NONE ? 0 : 1);
    closed = Optional.of(window);
    pools = NO_POOLS;
    return window;
  }

  private AlignedWindow aligned(List<Modality> modalities, boolean last) {
    PooledModality[] pooled = new PooledModality[pools.length];
    for (int m = 0; m < pools.length; m++) {
      if (pools[m] != null) {
        pooled[m] = last ? pools[m].close() : pools[m].snapshot();
      }
    }
    return AlignedWindow.of(id, session, modalities, pooled);
  }
}
