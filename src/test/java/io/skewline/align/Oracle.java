// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The promises of alignment, written down as plainly as possible: it keeps every frame, looks at
 * all of them at every step, and knows nothing of pools, cohorts, queues or bytes.
 */
final class Oracle {
  private final AlignSettings settings;
  private final List<Seen> frames = new ArrayList<>();
  private final Map<StreamId, Epoch> epochs = new HashMap<>();
  private final TreeMap<WindowId, Window> windows = new TreeMap<>();
  final List<Window> closed = new ArrayList<>();

  static final class Seen {
    Frame frame;
    long epoch;
    final List<Window> windows = new ArrayList<>();
    Optional<Outcome> outcome = Optional.empty();
  }

  static final class Window {
    WindowId id;
    final List<Frame> frames = new ArrayList<>();
    long deadline;
    Optional<ClosingReason> closed = Optional.empty();
    List<Modality> silent = List.of();
    long trigger;
    Optional<Verdict> verdict = Optional.empty();
  }

  static final class Epoch {
    long number;
    String opener = "";
    final Map<Modality, String> session = new HashMap<>();
    final Set<String> left = new HashSet<>();
  }

  Oracle(AlignSettings settings) {
    this.settings = settings;
  }

  void apply(Step step) {
    if (step instanceof Step.Arrives arrives) {
      Seen seen = new Seen();
      seen.frame = arrives.frame();
      seen.outcome = arrive(seen, arrives.nowMillis());
    } else if (step instanceof Step.Tick tick) {
      tick(tick);
    } else if (step instanceof Step.Restart restart) {
      open().forEach(w -> w.deadline = deadline(w, restart.nowMillis()));
    } else {
      settle();
    }
  }

  private Optional<Outcome> arrive(Seen seen, long now) {
    Frame frame = seen.frame;
    if (!epochs.containsKey(frame.stream())
        && epochs.size() == settings.limits().streamsPerTask()) {
      frames.add(seen);
      seen.epoch = -1;
      return Optional.of(Outcome.OVERFLOW);
    }
    Epoch epoch = epochs.computeIfAbsent(frame.stream(), s -> new Epoch());
    if (epoch.left.contains(frame.session())) {
      frames.add(seen);
      seen.epoch = -1;
      return Optional.of(Outcome.LATE);
    }
    if (beginsEpoch(epoch, frame)) {
      openOf(frame.stream()).forEach(w -> close(w, ClosingReason.SESSION_END, now));
      epoch.number++;
    }
    seen.epoch = epoch.number;
    Optional<Outcome> outcome = place(seen, epoch, now);
    frames.add(seen);
    for (Window window : openOf(frame.stream())) {
      if (silent(window).isEmpty()) {
        close(window, ClosingReason.COMPLETE, now);
      }
    }
    return outcome;
  }

  private boolean beginsEpoch(Epoch epoch, Frame frame) {
    Optional<Long> newest = newest(frame.stream(), epoch.number, frame.modality());
    boolean back =
        newest.isPresent()
            && frame.eventTimeMicros()
                < newest.get() - micros(settings.timing().maxBack().toNanos());
    String before = epoch.session.get(frame.modality());
    if (frame.session().isEmpty() || frame.session().equals(before)) {
      return back;
    }
    epoch.session.put(frame.modality(), frame.session());
    if (before == null) {
      return back;
    }
    epoch.left.add(before);
    if (frame.session().equals(epoch.opener) && newest.isEmpty()) {
      return back;
    }
    epoch.opener = frame.session();
    return true;
  }

  private Optional<Outcome> place(Seen seen, Epoch epoch, long now) {
    Frame frame = seen.frame;
    boolean duplicate =
        openOf(frame.stream()).stream()
            .flatMap(w -> w.frames.stream())
            .anyMatch(
                f ->
                    f.modality().equals(frame.modality())
                        && f.sequence() == frame.sequence()
                        && f.session().equals(frame.session()));
    if (duplicate) {
      return Optional.of(Outcome.DUPLICATE);
    }
    boolean overflow = false;
    for (long[] span : spans(frame)) {
      WindowId id = new WindowId(frame.stream(), epoch.number, span[0], span[1]);
      Window window = windows.get(id);
      boolean late =
          watermark(frame.stream(), epoch.number, frame.modality()) >= span[1]
              || (window != null && window.closed.isPresent());
      boolean full =
          window == null
              ? openOf(frame.stream()).size() == settings.limits().windowsPerStream()
              : window.frames.size() == settings.limits().framesPerWindow();
      if (late) {
        continue;
      }
      if (full) {
        overflow = true;
        continue;
      }
      if (window == null) {
        window = new Window();
        window.id = id;
        windows.put(id, window);
      }
      window.frames.add(frame);
      seen.windows.add(window);
      if (window.frames.size() == 1) {
        window.deadline = deadline(window, now);
      }
    }
    if (!seen.windows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(overflow ? Outcome.OVERFLOW : Outcome.LATE);
  }

  private List<long[]> spans(Frame frame) {
    long time = frame.eventTimeMicros();
    if (!(settings.windowing() instanceof Sliding sliding)) {
      return List.of(new long[] {time, time + Math.max(1, frame.durationMicros())});
    }
    long size = micros(sliding.size().toNanos());
    long hop = micros(sliding.hop().toNanos());
    List<long[]> spans = new ArrayList<>();
    for (long n = (time - size) / hop - 2; n * hop <= time; n++) {
      if (time < n * hop + size) {
        spans.add(new long[] {n * hop, n * hop + size});
      }
    }
    return spans;
  }

  private void tick(Step.Tick tick) {
    for (Window window : open()) {
      List<Modality> silent = silent(window);
      if (window.deadline <= tick.nowMillis()
          && silent.stream().noneMatch(tick.behind()::contains)) {
        window.silent = silent;
        close(window, ClosingReason.DEADLINE, window.deadline);
      }
    }
  }

  private void close(Window window, ClosingReason reason, long trigger) {
    window.closed = Optional.of(reason);
    window.trigger = trigger;
    closed.add(window);
  }

  private void settle() {
    for (Window window : windows.values()) {
      if (window.closed.isEmpty() || window.verdict.isPresent()) {
        continue;
      }
      window.verdict = Optional.of(Verdicts.of(window.id));
      for (Seen seen : frames) {
        if (seen.windows.contains(window)
            && seen.windows.stream().allMatch(w -> w.verdict.isPresent())) {
          boolean fused = seen.windows.stream().anyMatch(w -> w.verdict.get().fused());
          seen.outcome = Optional.of(fused ? Outcome.FUSED : window.verdict.get().outcome());
        }
      }
    }
  }

  /** Outcome to frames, per modality; the frames still held are counted under empty. */
  Map<Modality, Map<Optional<Outcome>, Long>> ledger() {
    Map<Modality, Map<Optional<Outcome>, Long>> sums = new TreeMap<>();
    for (Seen seen : frames) {
      sums.computeIfAbsent(seen.frame.modality(), m -> new HashMap<>())
          .merge(seen.outcome, 1L, Long::sum);
    }
    return sums;
  }

  private List<Window> open() {
    return windows.values().stream().filter(w -> w.closed.isEmpty()).toList();
  }

  private List<Window> openOf(StreamId stream) {
    return open().stream().filter(w -> w.id.stream().equals(stream)).toList();
  }

  private List<Modality> silent(Window window) {
    return settings.modalities().stream()
        .map(AlignedModality::modality)
        .filter(m -> watermark(window.id.stream(), window.id.epoch(), m) < window.id.endMicros())
        .toList();
  }

  private long watermark(StreamId stream, long epoch, Modality modality) {
    for (AlignedModality aligned : settings.modalities()) {
      if (aligned.modality().equals(modality)) {
        return newest(stream, epoch, modality)
            .map(newest -> newest - micros(aligned.lateness().toNanos()))
            .orElse(Long.MIN_VALUE);
      }
    }
    throw new IllegalArgumentException("unknown modality " + modality);
  }

  private Optional<Long> newest(StreamId stream, long epoch, Modality modality) {
    Optional<Long> newest = Optional.empty();
    for (Seen seen : frames) {
      Frame frame = seen.frame;
      if (seen.epoch == epoch
          && frame.stream().equals(stream)
          && frame.modality().equals(modality)
          && frame.eventTimeMicros() > newest.orElse(-1L)) {
        newest = Optional.of(frame.eventTimeMicros());
      }
    }
    return newest;
  }

  private long deadline(Window window, long now) {
    long toEnd = window.id.endMicros() - window.frames.get(0).eventTimeMicros();
    return now + toEnd / 1000 + settings.timing().deadline().toMillis();
  }

  private static long micros(long nanos) {
    return nanos / 1000;
  }
}
