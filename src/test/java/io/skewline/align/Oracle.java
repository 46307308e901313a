// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Emission;
import io.skewline.align.AlignSettings.Nearest;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.TimeMode;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The promises of alignment, written down as plainly as possible: it keeps every frame, looks at
 * all of them at every step, and knows nothing of pools, cohorts, queues or bytes. {@link
 * NearestOracle} adds who goes with whom in nearest mode.
 */
final class Oracle {
  final AlignSettings settings;
  private final List<Seen> frames = new ArrayList<>();
  private final Map<StreamId, Epoch> epochs = new TreeMap<>();
  private final TreeMap<WindowId, Window> windows = new TreeMap<>();
  private final Optional<NearestOracle> nearest;
  private int arrivals;

  /** Whether a stream was forgotten: its windows may come again under the same ids. */
  boolean forgot;

  /** Closings and early looks, as they happened. */
  final List<Closing> closed = new ArrayList<>();

  static final class Seen {
    Frame frame;
    long epoch;
    long deadline;
    final List<Window> windows = new ArrayList<>();
    Optional<Outcome> outcome = Optional.empty();

    boolean waits() {
      return outcome.isEmpty() && windows.isEmpty();
    }
  }

  static final class Window {
    WindowId id;
    final List<Frame> frames = new ArrayList<>();
    final Set<Modality> decided = new HashSet<>();
    long deadline;
    boolean early;
    boolean closed;
    Optional<Verdict> verdict = Optional.empty();

    boolean has(Modality modality) {
      return frames.stream().anyMatch(f -> f.modality().equals(modality));
    }
  }

  record Closing(
      WindowId id,
      ClosingReason reason,
      List<Modality> silent,
      long trigger,
      int revision,
      List<Frame> frames) {}

  static final class Epoch {
    long number;
    String opener = "";
    final Map<Modality, String> session = new HashMap<>();
    final Set<String> left = new HashSet<>();
    final Set<Modality> ended = new HashSet<>();
    long seen;
    boolean evicted;
    int eviction;
  }

  Oracle(AlignSettings settings) {
    this.settings = settings;
    this.nearest =
        settings.windowing() instanceof Nearest n
            ? Optional.of(new NearestOracle(this, n))
            : Optional.empty();
  }

  void apply(Step step) {
    if (step instanceof Step.Arrives arrives) {
      Seen seen = new Seen();
      seen.frame = arrives.frame();
      seen.epoch = -1;
      arrive(seen, arrives.nowMillis());
    } else if (step instanceof Step.Ends ends) {
      end(ends.marker(), ends.nowMillis());
    } else if (step instanceof Step.Tick tick) {
      if (settings.time() == TimeMode.LIVE) {
        tick(tick);
      }
    } else if (step instanceof Step.Restart restart) {
      restart(restart.nowMillis());
    } else if (step instanceof Step.Shutdown shutdown) {
      for (StreamId stream : epochs.keySet()) {
        closeAll(stream, ClosingReason.SHUTDOWN, shutdown.nowMillis());
      }
    } else {
      settle();
    }
  }

  private void arrive(Seen seen, long now) {
    frames.add(seen);
    Frame frame = seen.frame;
    Optional<Epoch> found = epoch(frame.stream(), now);
    if (found.isEmpty()) {
      seen.outcome = Optional.of(Outcome.OVERFLOW);
      return;
    }
    Epoch epoch = found.get();
    if (straggles(epoch, frame, frame.session(), now)) {
      seen.outcome = Optional.of(Outcome.LATE);
      return;
    }
    seen.outcome =
        nearest.isPresent() ? nearest.get().place(seen, now) : place(seen, epoch.number, now);
    seen.epoch = epoch.number;
    advance(frame.stream(), now);
  }

  private void end(EndOfStream marker, long now) {
    Optional<Epoch> epoch = epoch(marker.stream(), now);
    if (epoch.isPresent() && !straggles(epoch.get(), marker, marker.session(), now)) {
      epoch.get().ended.add(marker.modality());
      advance(marker.stream(), now);
    }
  }

  private Optional<Epoch> epoch(StreamId stream, long now) {
    Epoch epoch = epochs.get(stream);
    long streams = epochs.values().stream().filter(e -> !e.evicted).count();
    boolean known = epoch != null && !epoch.evicted;
    if (!known && streams == settings.limits().streamsPerTask()) {
      return Optional.empty();
    }
    epoch = epochs.computeIfAbsent(stream, s -> new Epoch());
    epoch.evicted = false;
    epoch.seen = now;
    return Optional.of(epoch);
  }

  private boolean straggles(Epoch epoch, StreamEvent event, String session, long now) {
    if (epoch.left.contains(session)) {
      return true;
    }
    if (beginsEpoch(epoch, event, session)) {
      closeAll(event.stream(), ClosingReason.SESSION_END, now);
      epoch.number++;
      epoch.ended.clear();
    }
    return false;
  }

  private boolean beginsEpoch(Epoch epoch, StreamEvent event, String session) {
    Modality modality = event.modality();
    Optional<Long> newest = newest(event.stream(), modality);
    boolean back =
        event instanceof Frame
            && newest.isPresent()
            && event.eventTimeMicros()
                < newest.get() - micros(settings.timing().maxBack().toNanos());
    String before = epoch.session.get(modality);
    if (session.isEmpty() || session.equals(before)) {
      return back;
    }
    epoch.session.put(modality, session);
    if (before == null) {
      return back;
    }
    epoch.left.add(before);
    boolean inEpoch = newest.isPresent() || epoch.ended.contains(modality);
    if (session.equals(epoch.opener) && !inEpoch) {
      return back;
    }
    epoch.opener = session;
    return true;
  }

  boolean duplicate(Seen seen) {
    Frame frame = seen.frame;
    return frames.stream()
        .filter(other -> other != seen && other.epoch == number(frame.stream()))
        .filter(other -> other.frame.stream().equals(frame.stream()))
        .filter(other -> held(other) || nearest.isPresent() && nearest.get().remembers(other))
        .anyMatch(
            other ->
                other.frame.modality().equals(frame.modality())
                    && other.frame.sequence() == frame.sequence()
                    && other.frame.session().equals(frame.session()));
  }

  private static boolean held(Seen seen) {
    return seen.windows.stream().anyMatch(w -> !w.closed) || seen.waits();
  }

  private Optional<Outcome> place(Seen seen, long epoch, long now) {
    Frame frame = seen.frame;
    long watermark = watermark(frame.stream(), frame.modality());
    if (spans(frame).stream().allMatch(span -> watermark >= span[1])) {
      return Optional.of(Outcome.LATE);
    }
    if (duplicate(seen)) {
      return Optional.of(Outcome.DUPLICATE);
    }
    boolean overflow = false;
    for (long[] span : spans(frame)) {
      WindowId id = new WindowId(frame.stream(), epoch, span[0], span[1]);
      boolean late = watermark(frame.stream(), frame.modality()) >= span[1] || closed(id);
      if (late) {
        continue;
      }
      if (full(id)) {
        overflow = true;
        continue;
      }
      put(seen, id, now);
    }
    if (!seen.windows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(overflow ? Outcome.OVERFLOW : Outcome.LATE);
  }

  boolean closed(WindowId id) {
    return windows.containsKey(id) && windows.get(id).closed;
  }

  boolean full(WindowId id) {
    return windows.containsKey(id)
        ? windows.get(id).frames.size() >= settings.limits().framesPerWindow()
        : openOf(id.stream()).size() >= settings.limits().windowsPerStream();
  }

  Window put(Seen seen, WindowId id, long now) {
    Window window = windows.computeIfAbsent(id, i -> new Window());
    window.id = id;
    window.frames.add(seen.frame);
    seen.windows.add(window);
    if (window.frames.size() == 1) {
      window.deadline = deadline(window, now);
    }
    return window;
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

  private void advance(StreamId stream, long now) {
    if (nearest.isPresent()) {
      nearest.get().advance(stream, now);
      return;
    }
    for (Window window : openOf(stream)) {
      if (silent(window).isEmpty()) {
        close(window, passedReason(stream), List.of(), now);
      }
    }
    if (settings.emission() == Emission.EAGER) {
      openOf(stream).forEach(window -> look(window, now));
    }
  }

  ClosingReason passedReason(StreamId stream) {
    boolean ended = epochs.get(stream).ended.size() == settings.modalities().size();
    return ended ? ClosingReason.SESSION_END : ClosingReason.COMPLETE;
  }

  private void look(Window window, long now) {
    StreamId stream = window.id.stream();
    boolean passed =
        settings.names().stream()
            .anyMatch(
                m ->
                    epochs.get(stream).ended.contains(m)
                        || newest(stream, m).orElse(-1L) >= window.id.endMicros());
    boolean whole =
        settings.modalities().stream().allMatch(m -> !m.required() || window.has(m.modality()));
    if (passed && whole && !window.early) {
      window.early = true;
      say(window, ClosingReason.EARLY, silent(window), now, 0);
    }
  }

  private void tick(Step.Tick tick) {
    boolean allBehind = tick.behind().containsAll(settings.names());
    for (Window window : allBehind ? List.<Window>of() : open()) {
      if (window.closed || window.deadline > tick.nowMillis()) {
        continue;
      }
      List<Modality> silent =
          nearest.isPresent() ? nearest.get().silentAtDeadline(window) : silent(window);
      if (silent.stream().noneMatch(tick.behind()::contains)) {
        nearest.ifPresent(n -> n.takeWhatIsThere(window));
        close(window, ClosingReason.DEADLINE, silent, window.deadline);
        nearest.ifPresent(n -> n.advance(window.id.stream(), window.deadline));
      }
    }
    if (!allBehind) {
      nearest.ifPresent(n -> n.tick(tick));
    }
    if (tick.behind().isEmpty()) {
      idle(tick.nowMillis());
    }
    forget(tick.nowMillis());
  }

  private void forget(long now) {
    long kept = settings.timing().idle().toMillis() + settings.timing().retention().toMillis();
    List<StreamId> evicted = new ArrayList<>(epochs.keySet());
    evicted.removeIf(stream -> !epochs.get(stream).evicted);
    evicted.sort(Comparator.comparing(stream -> epochs.get(stream).eviction));
    int over = evicted.size() - settings.limits().streamsPerTask();
    for (StreamId stream : evicted) {
      if (over-- <= 0 && epochs.get(stream).seen + kept > now) {
        return;
      }
      epochs.remove(stream);
      forgot = true;
      windows.keySet().removeIf(id -> id.stream().equals(stream));
      frames.stream().filter(f -> f.frame.stream().equals(stream)).forEach(f -> f.epoch = -1);
    }
  }

  private void idle(long now) {
    long idle = settings.timing().idle().toMillis();
    List<StreamId> streams = new ArrayList<>(epochs.keySet());
    streams.sort(Comparator.comparing(s -> epochs.get(s).seen));
    for (StreamId stream : streams) {
      Epoch epoch = epochs.get(stream);
      if (!epoch.evicted && epoch.seen + idle <= now) {
        closeAll(stream, ClosingReason.IDLE, epoch.seen + idle);
        epoch.eviction = ++arrivals;
        epoch.evicted =
            windows.values().stream()
                .filter(w -> w.id.stream().equals(stream))
                .allMatch(w -> w.verdict.isPresent());
      }
    }
  }

  private void restart(long now) {
    open().forEach(w -> w.deadline = deadline(w, now));
    nearest.ifPresent(n -> n.restart(now));
    arrivals += 1_000;
    epochs.values().forEach(epoch -> epoch.seen = now);
    epochs.values().forEach(epoch -> epoch.eviction = ++arrivals);
  }

  private void closeAll(StreamId stream, ClosingReason reason, long trigger) {
    List<Window> open = openOf(stream);
    List<List<Modality>> silent =
        open.stream().map(w -> nearest.isPresent() ? nearest.get().silent(w) : silent(w)).toList();
    nearest.ifPresent(n -> n.decideAll(stream));
    for (int i = 0; i < open.size(); i++) {
      close(open.get(i), reason, silent.get(i), trigger);
    }
    nearest.ifPresent(n -> n.giveUpAll(stream));
  }

  void close(Window window, ClosingReason reason, List<Modality> silent, long trigger) {
    window.closed = true;
    say(window, reason, silent, trigger, window.early ? 1 : 0);
  }

  private void say(
      Window window, ClosingReason reason, List<Modality> silent, long trigger, int revision) {
    boolean replay = settings.time() == TimeMode.REPLAY;
    long told = replay ? Math.max(0, Math.floorDiv(window.id.endMicros(), 1000)) : trigger;
    closed.add(new Closing(window.id, reason, silent, told, revision, List.copyOf(window.frames)));
  }

  /** A frame gets its outcome when the last of its windows has its verdict. */
  private void settle() {
    for (Window window : windows.values()) {
      if (!window.closed || window.verdict.isPresent()) {
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

  /** Every frame that has come to its end, as {@link Core} tells it. */
  List<String> told() {
    return frames.stream()
        .filter(seen -> seen.outcome.isPresent())
        .map(
            seen ->
                seen.frame.stream()
                    + " "
                    + seen.frame.modality()
                    + " "
                    + seen.frame.sequence()
                    + "@"
                    + seen.frame.eventTimeMicros()
                    + " "
                    + seen.outcome.get())
        .toList();
  }

  private List<Window> open() {
    return windows.values().stream().filter(w -> !w.closed).toList();
  }

  List<Window> openOf(StreamId stream) {
    return open().stream().filter(w -> w.id.stream().equals(stream)).toList();
  }

  /** The frames that wait for an anchor, of the running epoch. */
  List<Seen> waiting(StreamId stream, Modality modality) {
    return frames.stream()
        .filter(seen -> seen.waits() && seen.epoch == number(stream))
        .filter(seen -> seen.frame.stream().equals(stream))
        .filter(seen -> seen.frame.modality().equals(modality))
        .toList();
  }

  List<Seen> waiting() {
    return frames.stream().filter(seen -> seen.waits() && seen.epoch >= 0).toList();
  }

  long number(StreamId stream) {
    return epochs.get(stream).number;
  }

  private List<Modality> silent(Window window) {
    return settings.names().stream()
        .filter(m -> watermark(window.id.stream(), m) < window.id.endMicros())
        .toList();
  }

  long watermark(StreamId stream, Modality modality) {
    if (epochs.get(stream).ended.contains(modality)) {
      return Long.MAX_VALUE;
    }
    for (AlignedModality aligned : settings.modalities()) {
      if (aligned.modality().equals(modality)) {
        return newest(stream, modality)
            .map(newest -> newest - micros(aligned.lateness().toNanos()))
            .orElse(Long.MIN_VALUE);
      }
    }
    throw new IllegalArgumentException("unknown modality " + modality);
  }

  private Optional<Long> newest(StreamId stream, Modality modality) {
    Optional<Long> newest = Optional.empty();
    for (Seen seen : frames) {
      Frame frame = seen.frame;
      if (seen.epoch == number(stream)
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

  static long micros(long nanos) {
    return nanos / 1000;
  }
}
