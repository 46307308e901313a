// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins the windows and labels of a stream by time, whichever comes first.
 *
 * <p>With windows of 1 s, minOverlap 0.5 and a horizon of 10 s: window [3, 4) waits. Label [3.4, 9)
 * covers 0.6 of it: joined, and the label stays, since [4, 5) will want it. Label [0, 2) finds
 * nothing and stays. Window [14, 15) brings the stream's time to 15: label [0, 2) and any window
 * that ended before 5 are given up. Only windows move a stream's time, so a label stamped far ahead
 * expires nothing.
 *
 * <p>A window is decided by what has come when the first label that covers enough of it meets it:
 * by {@link LabelRule} it becomes an example or is contradicted. The same label twice is one label.
 *
 * <p>Bounded: beyond {@link #MOST} windows or labels of a stream the one that ends first goes,
 * beyond {@link #MOST} streams the one that has been quiet longest. One thread.
 */
final class LabelJoiner {
  static final int MOST = 10_000;

  private final long horizonMicros;
  private final LabelMatch rule;
  private final LabelStore labels;
  private final Sink sink;
  private final Map<StreamId, Waiting> streams = new LinkedHashMap<>(16, 0.75f, true);

  /** Where windows go, each once. */
  interface Sink {
    void labelled(LabelledWindow window);

    void givenUp(WindowId window, Reason reason);
  }

  /** Why a window became no example. */
  enum Reason {
    /** Two labels that are heard by the rule say different things. */
    CONTRADICTED,
    /** No label came within the horizon. */
    UNLABELLED,
    /** Too many were waiting. */
    OVERFLOW;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The windows of a stream that have no label yet, and how far its newest epoch has come. */
  private static final class Waiting {
    private final TreeMap<WindowId, AlignedWindow> windows = new TreeMap<>();
    private long epoch = Long.MIN_VALUE;
    private long epochBeganMicros;
    private long timeMicros = Long.MIN_VALUE;

    private void advance(WindowId id) {
      if (id.epoch() > epoch) {
        epoch = id.epoch();
        epochBeganMicros = id.endMicros();
        timeMicros = id.endMicros();
      } else if (id.epoch() == epoch) {
        timeMicros = Math.max(timeMicros, id.endMicros());
      }
    }
  }

  LabelJoiner(TrainSettings settings, LabelStore labels, Sink sink) {
    this.horizonMicros = settings.horizon().toNanos() / 1000;
    this.rule = new LabelMatch(settings.labelRule(), settings.minOverlap());
    this.labels = labels;
    this.sink = sink;
    labels.streams().forEach(this::waiting);
  }

  /** A window that had been waiting before a restart, or a new one; known ones change nothing. */
  void window(AlignedWindow window) {
    WindowId id = window.id();
    Waiting waiting = waiting(id.stream());
    waiting.advance(id);
    if (!join(window)) {
      waiting.windows.put(id, window);
      if (waiting.windows.size() > MOST) {
        sink.givenUp(waiting.windows.pollFirstEntry().getKey(), Reason.OVERFLOW);
      }
    }
    expire(id.stream(), waiting);
  }

  void label(Label label) {
    if (!labels.add(label)) {
      return;
    }
    if (labels.of(label.stream()).size() > MOST) {
      labels.remove(labels.of(label.stream()).first());
    }
    Waiting waiting = waiting(label.stream());
    waiting.windows.values().removeIf(window -> rule.covers(label, window.id()) && join(window));
    expire(label.stream(), waiting);
  }

  private Waiting waiting(StreamId stream) {
    Waiting waiting = streams.computeIfAbsent(stream, s -> new Waiting());
    if (streams.size() > MOST) {
      Iterator<Map.Entry<StreamId, Waiting>> oldest = streams.entrySet().iterator();
      Map.Entry<StreamId, Waiting> quiet = oldest.next();
      oldest.remove();
      quiet.getValue().windows.keySet().forEach(id -> sink.givenUp(id, Reason.OVERFLOW));
      List.copyOf(labels.of(quiet.getKey())).forEach(labels::remove);
    }
    return waiting;
  }

  /** True if the window has come to its end. */
  private boolean join(AlignedWindow window) {
    WindowId id = window.id();
    LabelMatch.Finding finding = rule.find(labels.endingAfter(id.stream(), id.startMicros()), id);
    if (finding instanceof LabelMatch.Found found) {
      // Of several that agree, the one that covers most names split and group.
      Label label = found.label();
      sink.labelled(new LabelledWindow(window, label.target(), label.split(), label.group()));
    } else if (finding instanceof LabelMatch.Contradicted) {
      sink.givenUp(id, Reason.CONTRADICTED);
    }
    return !(finding instanceof LabelMatch.Nothing);
  }

  private void expire(StreamId stream, Waiting waiting) {
    if (waiting.timeMicros == Long.MIN_VALUE) {
      return;
    }
    long before = waiting.timeMicros - horizonMicros;
    while (!labels.of(stream).isEmpty() && labels.of(stream).first().endMicros() < before) {
      labels.remove(labels.of(stream).first());
    }
    // Clocks of an earlier epoch say nothing about now: its windows wait one horizon of the new.
    boolean earlierEpochsGo = waiting.timeMicros - waiting.epochBeganMicros > horizonMicros;
    while (!waiting.windows.isEmpty()) {
      WindowId first = waiting.windows.firstKey();
      boolean old = first.epoch() < waiting.epoch ? earlierEpochsGo : first.endMicros() < before;
      if (!old) {
        return;
      }
      waiting.windows.remove(first);
      sink.givenUp(first, Reason.UNLABELLED);
    }
  }
}
