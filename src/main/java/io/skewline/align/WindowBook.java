// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Emission;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndReason;
import io.skewline.modality.Frame;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens, fills and closes windows within their bounds and keeps the books on it. One thread. */
final class WindowBook {
  private final AlignSettings settings;
  private final AlignState state;
  private final List<Modality> modalities;
  private final boolean replay;
  private final Consumer<ClosedWindow> closed;
  private final Consumer<FrameEnd> ended;
  final Watermarks watermarks;
  final Deadlines deadlines = new Deadlines();

  WindowBook(
      AlignSettings settings,
      AlignState state,
      Consumer<ClosedWindow> closed,
      Consumer<FrameEnd> ended) {
    this.settings = settings;
    this.state = state;
    this.modalities = settings.names();
    this.replay = settings.time() == TimeMode.REPLAY;
    this.closed = closed;
    this.ended = ended;
    this.watermarks = new Watermarks(settings);
  }

  List<Modality> modalities() {
    return modalities;
  }

  boolean eager() {
    return settings.emission() == Emission.EAGER;
  }

  /** Why a frame may not go into a window, null if it may; the window need not exist yet. */
  EndReason bound(StreamState stream, WindowState window, int modality, Frame frame) {
    AlignSettings.Limits limits = settings.limits();
    if (window == null && stream.open.size() >= limits.windowsPerStream()) {
      return EndReason.WINDOWS_PER_STREAM;
    }
    if (window != null && window.frames() >= limits.framesPerWindow()) {
      return EndReason.FRAMES_PER_WINDOW;
    }
    boolean grows = replay || window == null || window.pools[modality] == null;
    return grows && !hasRoom(frame) ? EndReason.BYTES_PER_TASK : null;
  }

  boolean hasRoom(Frame frame) {
    return state.bytes + Pool.bytes(frame) <= settings.limits().bytesPerTask();
  }

  int framesPerWindow() {
    return settings.limits().framesPerWindow();
  }

  WindowState open(StreamState stream, long startMicros, long endMicros, long firstEventMicros) {
    WindowId id = new WindowId(stream.id, stream.epoch, startMicros, endMicros);
    WindowState window =
        new WindowState(id, stream, stream.sessions.name(), modalities.size(), firstEventMicros);
    stream.open.add(window);
    return window;
  }

  void startDeadline(WindowState window, long nowMillis) {
    if (!replay) {
      long toEnd = Math.max(0, window.id.endMicros() - window.firstEventMicros) / 1000;
      window.deadlineMillis = nowMillis + toEnd + settings.timing().deadline().toMillis();
      deadlines.add(window);
    }
  }

  void startDeadline(WaitingFrame waiting, long beyondMicros, long nowMillis) {
    if (!replay) {
      waiting.deadlineMillis =
          nowMillis + beyondMicros / 1000 + settings.timing().deadline().toMillis();
      deadlines.add(waiting);
    }
  }

  void add(WindowState window, int modality, Frame frame, boolean owned) {
    boolean grows = replay || window.pools[modality] == null;
    add(window, modality, frame, grows ? Pool.bytes(frame) : 0, owned);
  }

  /**
   * @param bytes as {@link Pool#bytes} of the frame
   */
  void add(WindowState window, int modality, Frame frame, long bytes, boolean owned) {
    if (replay || window.pools[modality] == null) {
      window.bytes += bytes;
      state.bytes += bytes;
    }
    window.add(modality, frame, owned, replay);
    state.touch(window);
  }

  /** Notes that the frame went into these windows and ends with the last of them. */
  void count(int modality, Frame frame, WindowState[] windows, int count) {
    if (!settings.keepsCohorts()) {
      // Its one window's pool has counted it.
      return;
    }
    WindowState last = windows[count - 1];
    Cohort found = null;
    for (int i = last.cohorts.size() - 1; i >= 0 && found == null; i--) {
      Cohort cohort = last.cohorts.get(i);
      found = cohort.isOf(modality, windows, count) ? cohort : null;
    }
    if (found == null) {
      found = newCohort(modality, windows, count);
    }
    found.add(frame.sequence(), frame.eventTimeMicros(), settings.explain());
    state.touch(last.stream);
  }

  private static Cohort newCohort(int modality, WindowState[] windows, int count) {
    WindowId[] ids = new WindowId[count];
    for (int i = 0; i < count; i++) {
      ids[i] = windows[i].id;
    }
    Cohort cohort = new Cohort(modality, ids);
    for (int i = 0; i < count; i++) {
      windows[i].join(cohort);
    }
    windows[0].stream.cohorts.add(cohort);
    return cohort;
  }

  void close(WindowState window, ClosingReason reason, List<Modality> silent, long triggerMillis) {
    StreamState stream = window.stream;
    stream.open.remove(window);
    boolean passed = reason == ClosingReason.COMPLETE || reason == ClosingReason.SESSION_END;
    if (!passed) {
      stream.closedEarly(new Span(window.id.startMicros(), window.id.endMicros()));
    }
    ClosedWindow result = window.close(modalities, reason, silent, trigger(window, triggerMillis));
    state.addPending(window);
    state.touch(window);
    state.touch(stream);
    closed.accept(result);
  }

  /** An early verdict, where every required modality is there to be judged. */
  void look(WindowState window, long triggerMillis) {
    for (int m = 0; m < modalities.size(); m++) {
      if (settings.modalities().get(m).required() && window.pools[m] == null) {
        return;
      }
    }
    window.early = WindowState.Early.PENDING;
    state.early.put(window.id, window);
    state.touch(window);
    List<Modality> silent = watermarks.silent(window.stream, window.id.endMicros());
    closed.accept(window.look(modalities, silent, trigger(window, triggerMillis)));
  }

  /** Replay reads no wall clock. */
  private long trigger(WindowState window, long triggerMillis) {
    return replay ? Math.max(0, Math.floorDiv(window.id.endMicros(), 1000)) : triggerMillis;
  }

  void wait(WaitingFrame waiting) {
    waiting.stream.waiting(waiting.modality).add(waiting);
    state.add(waiting);
  }

  /** The waiting frame waits no more. */
  Frame taken(WaitingFrame waiting) {
    Frame frame = waiting.frame();
    long watermark = watermarks.of(waiting.stream, waiting.modality);
    waiting.stream.waiting(waiting.modality).remove(waiting, watermark);
    state.remove(waiting);
    state.touch(waiting.stream);
    return frame;
  }

  /** It ends without an anchor. */
  void unpaired(WaitingFrame waiting) {
    ended.accept(end(taken(waiting), EndReason.NO_ANCHOR));
  }

  static FrameEnd end(Frame frame, EndReason reason) {
    return new FrameEnd(
        frame.stream(),
        frame.modality(),
        reason.outcome(),
        Optional.empty(),
        reason.label(),
        List.of(new FrameEnd.Ref(frame.sequence(), frame.eventTimeMicros())));
  }
}
