// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins windows and labels of a stream by overlap, whichever comes first. A label is a window's if
 * it covers at least {@code minOverlap} of it. Labels that say different things of one window
 * contradict each other: the window is given up. What finds no partner within the horizon, in event
 * time, is given up too. One thread.
 */
final class LabelJoiner {
  private final long horizonMicros;
  private final double minOverlap;
  private final Sink sink;
  private final Map<StreamId, Waiting> streams = new HashMap<>();

  /** Where windows and labels go when they leave the joiner. */
  interface Sink {
    void labelled(LabelledWindow window);

    void givenUp(WindowId window, Reason reason);

    void forgotten(Label label);
  }

  /** Why a window got no label. */
  enum Reason {
    CONTRADICTED,
    UNLABELLED
  }

  private static final class Waiting {
    private final TreeMap<WindowId, AlignedWindow> windows = new TreeMap<>();
    private final LinkedHashSet<Label> labels = new LinkedHashSet<>();
    private long newestMicros = Long.MIN_VALUE;
  }

  LabelJoiner(TrainSettings settings, Sink sink) {
    this.horizonMicros = settings.horizon().toNanos() / 1000;
    this.minOverlap = settings.minOverlap();
    this.sink = sink;
  }

  void window(AlignedWindow window) {
    Waiting waiting = waiting(window.id().stream(), window.id().endMicros());
    if (!join(waiting, window)) {
      waiting.windows.put(window.id(), window);
    }
    expire(waiting);
  }

  /** False if the very label is known. */
  boolean label(Label label) {
    Waiting waiting = waiting(label.stream(), label.endMicros());
    if (!waiting.labels.add(label)) {
      return false;
    }
    waiting.windows.values().removeIf(w -> covers(label, w.id()) && join(waiting, w));
    expire(waiting);
    return true;
  }

  private Waiting waiting(StreamId stream, long micros) {
    Waiting waiting = streams.computeIfAbsent(stream, s -> new Waiting());
    waiting.newestMicros = Math.max(waiting.newestMicros, micros);
    return waiting;
  }

  /** True if the window has come to its end. */
  private boolean join(Waiting waiting, AlignedWindow window) {
    List<Label> fitting = new ArrayList<>(1);
    for (Label label : waiting.labels) {
      if (covers(label, window.id())) {
        fitting.add(label);
      }
    }
    if (fitting.isEmpty()) {
      return false;
    }
    Label first = fitting.get(0);
    if (fitting.stream().anyMatch(other -> !other.target().equals(first.target()))) {
      sink.givenUp(window.id(), Reason.CONTRADICTED);
    } else {
      sink.labelled(new LabelledWindow(window, first.target(), first.split(), first.group()));
    }
    return true;
  }

  private boolean covers(Label label, WindowId window) {
    long shared =
        Math.min(label.endMicros(), window.endMicros())
            - Math.max(label.startMicros(), window.startMicros());
    return shared > 0 && shared >= minOverlap * (window.endMicros() - window.startMicros());
  }

  private void expire(Waiting waiting) {
    long before = waiting.newestMicros - horizonMicros;
    waiting.labels.removeIf(
        label -> {
          boolean old = label.endMicros() < before;
          if (old) {
            sink.forgotten(label);
          }
          return old;
        });
    waiting
        .windows
        .keySet()
        .removeIf(
            id -> {
              boolean old = id.endMicros() < before;
              if (old) {
                sink.givenUp(id, Reason.UNLABELLED);
              }
              return old;
            });
  }
}
