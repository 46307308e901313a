// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Nearest;
import io.skewline.align.Oracle.Seen;
import io.skewline.align.Oracle.Window;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nearest mode, plainly: all pairs of an anchor and a frame within the tolerance, sorted, the
 * closest first; one that is not certain yet holds both back from all that follow.
 */
final class NearestOracle {
  private final Oracle oracle;
  private final Modality anchor;
  private final long tolerance;

  private record Pair(Window window, Seen seen, long distance, long anchorTime) {}

  NearestOracle(Oracle oracle, Nearest settings) {
    this.oracle = oracle;
    this.anchor = settings.anchor();
    this.tolerance = Oracle.micros(settings.tolerance().toNanos());
  }

  private long time(Window window) {
    return window.id.startMicros() + tolerance;
  }

  Optional<Outcome> place(Seen seen, long now) {
    Frame frame = seen.frame;
    StreamId stream = frame.stream();
    if (frame.eventTimeMicros() < oracle.watermark(stream, frame.modality())) {
      return Optional.of(Outcome.LATE);
    }
    if (oracle.duplicate(seen)) {
      return Optional.of(Outcome.DUPLICATE);
    }
    if (!frame.modality().equals(anchor)) {
      seen.deadline = deadline(now);
      int waiting = oracle.waiting(stream, frame.modality()).size();
      return waiting >= oracle.settings.limits().framesPerWindow()
          ? Optional.of(Outcome.OVERFLOW)
          : Optional.empty();
    }
    WindowId id =
        new WindowId(
            stream,
            oracle.number(stream),
            frame.eventTimeMicros() - tolerance,
            frame.eventTimeMicros() + tolerance + 1);
    if (oracle.closed(id)) {
      return Optional.of(Outcome.LATE);
    }
    if (oracle.full(id)) {
      return Optional.of(Outcome.OVERFLOW);
    }
    oracle.put(seen, id, now).decided.add(anchor);
    return Optional.empty();
  }

  /** A frame that has come to its end, or to a closed window, but would not be late yet. */
  boolean remembers(Seen seen) {
    boolean accepted =
        !seen.windows.isEmpty() || seen.outcome.equals(Optional.of(Outcome.UNPAIRED));
    Frame frame = seen.frame;
    return accepted
        && !frame.modality().equals(anchor)
        && frame.eventTimeMicros() >= oracle.watermark(frame.stream(), frame.modality());
  }

  private long deadline(long now) {
    long beyond = (2 * tolerance + 1) / 1000;
    return now + beyond + oracle.settings.timing().deadline().toMillis();
  }

  void advance(StreamId stream, long now) {
    decide(stream, false);
    for (Window window : oracle.openOf(stream)) {
      if (window.decided.size() < oracle.settings.modalities().size()
          || oracle.watermark(stream, anchor) <= time(window)) {
        break;
      }
      oracle.close(window, oracle.passedReason(stream), List.of(), now);
    }
    for (Modality modality : oracle.settings.names()) {
      for (Seen seen : oracle.waiting(stream, modality)) {
        boolean passed =
            oracle.watermark(stream, anchor) > seen.frame.eventTimeMicros() + tolerance;
        if (passed && !wanted(seen)) {
          seen.outcome = Optional.of(Outcome.UNPAIRED);
        }
      }
    }
  }

  private boolean wanted(Seen seen) {
    return oracle.openOf(seen.frame.stream()).stream()
        .anyMatch(w -> !w.decided.contains(seen.frame.modality()) && near(w, seen));
  }

  private boolean near(Window window, Seen seen) {
    return Math.abs(seen.frame.eventTimeMicros() - time(window)) <= tolerance;
  }

  void decideAll(StreamId stream) {
    decide(stream, true);
  }

  private void decide(StreamId stream, boolean last) {
    for (Modality modality : oracle.settings.names()) {
      if (modality.equals(anchor)) {
        continue;
      }
      long passed = last ? Long.MAX_VALUE : oracle.watermark(stream, modality);
      long anchorPassed = last ? Long.MAX_VALUE : oracle.watermark(stream, anchor);
      Set<Object> held = new HashSet<>();
      for (Pair pair : pairs(stream, modality)) {
        if (pair.window.decided.contains(modality) || !pair.seen.waits()) {
          continue;
        }
        boolean certain =
            passed > pair.anchorTime + pair.distance
                && anchorPassed > pair.seen.frame.eventTimeMicros() + pair.distance;
        if (!certain || held.contains(pair.window) || held.contains(pair.seen)) {
          held.add(pair.window);
          held.add(pair.seen);
        } else {
          take(pair.window, pair.seen);
        }
      }
      for (Window window : oracle.openOf(stream)) {
        boolean none =
            oracle.waiting(stream, modality).stream().noneMatch(seen -> near(window, seen));
        if (none && passed > time(window) + tolerance) {
          window.decided.add(modality);
        }
      }
    }
  }

  private List<Pair> pairs(StreamId stream, Modality modality) {
    List<Pair> pairs = new ArrayList<>();
    for (Window window : oracle.openOf(stream)) {
      for (Seen seen : oracle.waiting(stream, modality)) {
        if (!window.decided.contains(modality) && near(window, seen)) {
          long distance = Math.abs(seen.frame.eventTimeMicros() - time(window));
          pairs.add(new Pair(window, seen, distance, time(window)));
        }
      }
    }
    pairs.sort(
        Comparator.comparingLong(Pair::distance)
            .thenComparingLong(Pair::anchorTime)
            .thenComparingLong(pair -> pair.seen.frame.eventTimeMicros())
            .thenComparingLong(pair -> pair.seen.frame.sequence()));
    return pairs;
  }

  private void take(Window window, Seen seen) {
    window.frames.add(seen.frame);
    window.decided.add(seen.frame.modality());
    seen.windows.add(window);
  }

  /** Its deadline has come: for each modality the nearest frame that is no other anchor's first. */
  void takeWhatIsThere(Window window) {
    StreamId stream = window.id.stream();
    for (Modality modality : oracle.settings.names()) {
      List<Pair> pairs = pairs(stream, modality);
      if (window.decided.add(modality)) {
        pairs.stream()
            .filter(pair -> pair.window == window)
            .filter(
                pair ->
                    pairs.stream()
                        .filter(other -> other.seen == pair.seen)
                        .allMatch(
                            other ->
                                pair.distance < other.distance
                                    || pair.distance == other.distance
                                        && pair.anchorTime <= other.anchorTime))
            .findFirst()
            .ifPresent(pair -> take(window, pair.seen));
      }
    }
  }

  /**
   * At the deadline: an anchor that lacks nothing itself lacks what the one lacks that holds it.
   */
  List<Modality> silentAtDeadline(Window window) {
    List<Modality> silent = silent(window);
    return silent.isEmpty() ? silent(holder(window)) : silent;
  }

  private Window holder(Window window) {
    StreamId stream = window.id.stream();
    for (Window first : oracle.openOf(stream)) {
      for (Modality modality : oracle.settings.names()) {
        if (!first.decided.contains(modality)) {
          return holder(first, pairs(stream, modality));
        }
      }
    }
    return window;
  }

  /** From an anchor to its nearest frame, from there to the nearest anchor, as long as it moves. */
  private static Window holder(Window from, List<Pair> closestFirst) {
    Window at = from;
    while (true) {
      Window window = at;
      Optional<Pair> best = closestFirst.stream().filter(p -> p.window == window).findFirst();
      if (best.isEmpty()) {
        return at;
      }
      Seen seen = best.get().seen;
      at = closestFirst.stream().filter(p -> p.seen == seen).findFirst().orElseThrow().window;
      if (at == window) {
        return at;
      }
    }
  }

  List<Modality> silent(Window window) {
    StreamId stream = window.id.stream();
    List<Modality> silent = new ArrayList<>();
    for (Modality modality : oracle.settings.names()) {
      long watermark = oracle.watermark(stream, modality);
      boolean passed =
          modality.equals(anchor)
              ? watermark > time(window) + 2 * tolerance
              : window.decided.contains(modality) || watermark >= window.id.endMicros();
      if (!passed) {
        silent.add(modality);
      }
    }
    return silent;
  }

  void tick(Step.Tick tick) {
    for (Seen seen : oracle.waiting()) {
      if (seen.deadline <= tick.nowMillis() && !tick.behind().contains(anchor) && !wanted(seen)) {
        seen.outcome = Optional.of(Outcome.UNPAIRED);
      }
    }
  }

  void restart(long now) {
    oracle.waiting().forEach(seen -> seen.deadline = deadline(now));
  }

  void giveUpAll(StreamId stream) {
    for (Modality modality : oracle.settings.names()) {
      oracle
          .waiting(stream, modality)
          .forEach(seen -> seen.outcome = Optional.of(Outcome.UNPAIRED));
    }
  }
}
