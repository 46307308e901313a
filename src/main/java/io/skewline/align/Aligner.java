// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.OpenWindow.Closing;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rules of alignment for the streams of one task, without Kafka: frames in, closed windows out.
 * Event time is in microseconds, wall clock in milliseconds and always passed in. One thread.
 *
 * <p>Story, tumbling windows of 10, lateness 0, two modalities: A1 and B2 fall in [0, 10). A11: A's
 * watermark is 11, it has passed 10, but B's is 2: the window stays. A3 now is late, by A's own
 * watermark; B9 is not. B12: both have passed 10, the window closes with A1, B2, B9.
 */
final class Aligner {
  private final AlignSettings settings;
  private final AlignState state;
  private final List<Modality> modalities;
  private final Map<Modality, Integer> indexOf = new HashMap<>();
  private final long[] latenessMicros;
  private final long maxBackMicros;
  private final long deadlineMillis;
  private final WindowSpans spans;
  private final Consumer<ClosedWindow> closed;
  private final PriorityQueue<Due> deadlines =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMillis).thenComparing(Due::window));

  /** When to look at a window; it does not hold the window, which mostly closes long before. */
  private record Due(long atMillis, WindowId window) {}

  Aligner(AlignSettings settings, AlignState state, Consumer<ClosedWindow> closed) {
    this.settings = settings;
    this.state = state;
    this.closed = closed;
    this.modalities = settings.modalities().stream().map(AlignedModality::modality).toList();
    this.latenessMicros =
        settings.modalities().stream().mapToLong(m -> micros(m.lateness())).toArray();
    for (int m = 0; m < modalities.size(); m++) {
      indexOf.put(modalities.get(m), m);
    }
    this.maxBackMicros = micros(settings.timing().maxBack());
    this.deadlineMillis = settings.timing().deadline().toMillis();
    this.spans = WindowSpans.by(settings.windowing());
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  /** Deadlines of restored windows start anew. */
  void resume(long nowMillis) {
    deadlines.clear();
    for (StreamState stream : state.streams()) {
      stream.seenMillis = nowMillis;
      for (OpenWindow window : stream.open.values()) {
        startDeadline(window, nowMillis);
      }
    }
  }

  /**
   * Takes one frame and closes what it lets close.
   *
   * @param appendMillis when the frame was appended to its topic
   * @return the outcome if the frame has come to its end, empty if a window holds it
   */
  Optional<Outcome> accept(Frame frame, long nowMillis, long appendMillis) {
    Optional<StreamState> found = stream(frame.stream(), nowMillis);
    if (found.isEmpty()) {
      return Optional.of(Outcome.OVERFLOW);
    }
    StreamState stream = found.get();
    int modality = indexOf.get(frame.modality());
    Optional<Outcome> end = updateEpoch(stream, modality, frame, appendMillis);
    if (end.isPresent()) {
      return end;
    }
    if (isDuplicate(stream, modality, frame)) {
      return Optional.of(Outcome.DUPLICATE);
    }
    end = addToWindows(stream, modality, frame, nowMillis);
    if (frame.eventTimeMicros() > stream.newest[modality]) {
      stream.newest[modality] = frame.eventTimeMicros();
      state.touch(frame.stream());
      closeComplete(stream, appendMillis);
    }
    return end;
  }

  private Optional<StreamState> stream(StreamId id, long nowMillis) {
    Optional<StreamState> known = state.find(id);
    if (known.isEmpty() && state.size() >= settings.limits().streamsPerTask()) {
      return Optional.empty();
    }
    StreamState stream = known.orElseGet(() -> state.create(id, modalities.size()));
    stream.seenMillis = nowMillis;
    return Optional.of(stream);
  }

  private Optional<Outcome> updateEpoch(
      StreamState stream, int modality, Frame frame, long appendMillis) {
    long newest = stream.newest[modality];
    boolean inEpoch = newest != StreamState.NONE;
    Sessions.Change change = stream.sessions.see(modality, frame.session(), inEpoch);
    if (change == Sessions.Change.STALE) {
      return Optional.of(Outcome.LATE);
    }
    if (change == Sessions.Change.JOINED) {
      state.touch(frame.stream());
    }
    boolean jumpedBack = inEpoch && frame.eventTimeMicros() < newest - maxBackMicros;
    if (change == Sessions.Change.NEW_EPOCH || jumpedBack) {
      for (OpenWindow window : List.copyOf(stream.open.values())) {
        close(stream, window, ClosingReason.SESSION_END, List.of(), appendMillis);
      }
      stream.beginEpoch();
      state.touch(frame.stream());
    }
    return Optional.empty();
  }

  private static boolean isDuplicate(StreamState stream, int modality, Frame frame) {
    for (OpenWindow window : stream.open.values()) {
      if (window.holds(modality, frame.sequence())) {
        return true;
      }
    }
    return false;
  }

  private Optional<Outcome> addToWindows(
      StreamState stream, int modality, Frame frame, long nowMillis) {
    long watermark = watermark(stream, modality);
    List<Span> accepted = new ArrayList<>(1);
    boolean overflow = false;
    for (Span span : spans.of(frame)) {
      if (watermark >= span.endMicros() || stream.wasClosedEarly(span)) {
        continue;
      }
      Optional<OpenWindow> window = room(stream, span, frame, nowMillis);
      overflow |= window.isEmpty();
      window.ifPresent(
          w -> {
            w.add(modality, frame);
            state.touch(w);
            accepted.add(span);
          });
    }
    if (accepted.isEmpty()) {
      return Optional.of(overflow ? Outcome.OVERFLOW : Outcome.LATE);
    }
    Cohort.Key key = new Cohort.Key(stream.epoch, modality, List.copyOf(accepted));
    stream.cohorts.computeIfAbsent(key, Cohort::new).frames++;
    state.touch(frame.stream());
    return Optional.empty();
  }

  /** The window to put the frame in; empty where a bound is reached. */
  private Optional<OpenWindow> room(StreamState stream, Span span, Frame frame, long nowMillis) {
    OpenWindow window = stream.open.get(span);
    if (window != null) {
      return window.frames() < settings.limits().framesPerWindow()
          ? Optional.of(window)
          : Optional.empty();
    }
    if (stream.open.size() >= settings.limits().windowsPerStream()) {
      return Optional.empty();
    }
    WindowId id = new WindowId(frame.stream(), stream.epoch, span.startMicros(), span.endMicros());
    window = new OpenWindow(id, stream.sessions.name(), modalities.size(), frame.eventTimeMicros());
    stream.open.put(span, window);
    startDeadline(window, nowMillis);
    return Optional.of(window);
  }

  private void startDeadline(OpenWindow window, long nowMillis) {
    long toEnd = Math.max(0, window.id.endMicros() - window.firstEventMicros) / 1000;
    window.deadlineMillis = nowMillis + toEnd + deadlineMillis;
    deadlines.add(new Due(window.deadlineMillis, window.id));
  }

  private long watermark(StreamState stream, int modality) {
    long newest = stream.newest[modality];
    return newest == StreamState.NONE ? newest : newest - latenessMicros[modality];
  }

  private void closeComplete(StreamState stream, long appendMillis) {
    long all = Long.MAX_VALUE;
    for (int m = 0; m < modalities.size(); m++) {
      all = Math.min(all, watermark(stream, m));
    }
    while (!stream.open.isEmpty() && stream.open.firstKey().endMicros() <= all) {
      OpenWindow window = stream.open.firstEntry().getValue();
      close(stream, window, ClosingReason.COMPLETE, List.of(), appendMillis);
    }
    while (!stream.closedEarly.isEmpty() && stream.closedEarly.first().endMicros() <= all) {
      stream.closedEarly.pollFirst();
    }
  }

  /**
   * Closes windows whose deadline has come, in {@link WindowId} order. A window waits on, to be
   * looked at again the next time, while a modality that it lacks is merely behind.
   */
  void closeDue(long nowMillis, Predicate<Modality> caughtUp) {
    List<WindowId> due = new ArrayList<>();
    while (!deadlines.isEmpty() && deadlines.peek().atMillis() <= nowMillis) {
      due.add(deadlines.poll().window());
    }
    due.sort(Comparator.naturalOrder());
    for (WindowId id : due) {
      state.find(id.stream()).ifPresent(stream -> closeDue(stream, id, nowMillis, caughtUp));
    }
    state.evictIdleBefore(nowMillis - settings.timing().retention().toMillis());
  }

  private void closeDue(
      StreamState stream, WindowId id, long nowMillis, Predicate<Modality> caughtUp) {
    OpenWindow window = stream.open.get(new Span(id.startMicros(), id.endMicros()));
    // A window of the same name, reopened after its stream was forgotten, has a later deadline.
    if (window == null || !window.id.equals(id) || window.deadlineMillis > nowMillis) {
      return;
    }
    List<Modality> silent = silent(stream, window);
    if (silent.stream().allMatch(caughtUp)) {
      stream.closedEarly(window.span);
      close(stream, window, ClosingReason.DEADLINE, silent, window.deadlineMillis);
    } else {
      deadlines.add(new Due(nowMillis, id));
    }
  }

  private List<Modality> silent(StreamState stream, OpenWindow window) {
    List<Modality> silent = new ArrayList<>();
    for (int m = 0; m < modalities.size(); m++) {
      if (watermark(stream, m) < window.id.endMicros()) {
        silent.add(modalities.get(m));
      }
    }
    return silent;
  }

  private void close(
      StreamState stream,
      OpenWindow window,
      ClosingReason reason,
      List<Modality> silent,
      long triggerMillis) {
    stream.open.remove(window.span);
    window.closing = Optional.of(new Closing(reason, silent, triggerMillis));
    stream.pending.put(window.id, window);
    state.touch(window);
    state.touch(window.id.stream());
    closed.accept(window.closed(modalities));
  }
}
