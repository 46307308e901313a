// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every input frame beside its one outcome on the ledger topic. Frames without an outcome, and
 * outcomes without a frame, are problems.
 */
final class Books {
  private final Problems problems;

  /** By stream and modality in the order of the topic. */
  final Map<StreamId, Map<Modality, List<Line>>> lines = new TreeMap<>();

  /** What the ledger topic says that each window held. */
  final Map<WindowId, List<Line>> windows = new TreeMap<>();

  Books(Evidence evidence, Problems problems) {
    this.problems = problems;
    Map<Seen, Line> matched = match(evidence);
    for (Seen seen : evidence.inputs()) {
      Line line = seen.isMarker() ? new Line(seen, Optional.empty(), false) : matched.get(seen);
      if (line != null) {
        lines
            .computeIfAbsent(seen.stream(), s -> new TreeMap<>())
            .computeIfAbsent(seen.modality(), m -> new ArrayList<>())
            .add(line);
        line.window().ifPresent(w -> windows.computeIfAbsent(w, k -> new ArrayList<>()).add(line));
      }
    }
    lines.values().forEach(stream -> stream.values().forEach(this::dateEpochs));
  }

  private Map<Seen, Line> match(Evidence evidence) {
    Map<Seen.Name, List<FrameEnd>> ends = new HashMap<>();
    for (FrameEnd end : evidence.ends()) {
      for (FrameEnd.Ref ref : end.frames()) {
        ends.computeIfAbsent(Seen.Name.of(end, ref), n -> new ArrayList<>()).add(end);
      }
    }
    Map<Seen.Name, List<Seen>> frames = new HashMap<>();
    for (Seen seen : evidence.inputs()) {
      if (!seen.isMarker()) {
        frames.computeIfAbsent(seen.name(), n -> new ArrayList<>()).add(seen);
      }
    }
    ends.keySet().stream()
        .filter(name -> !frames.containsKey(name))
        .forEach(name -> problems.add("an outcome of a frame that was never sent", name));
    Map<Seen, Line> matched = new HashMap<>();
    frames.forEach((name, copies) -> match(copies, ends.getOrDefault(name, List.of()), matched));
    return matched;
  }

  /** The first copy is the one that a window may have held. */
  private void match(List<Seen> copies, List<FrameEnd> ends, Map<Seen, Line> matched) {
    problems.check(
        copies.size() == ends.size(), "a frame has not one outcome", copies.get(0), ends);
    List<FrameEnd> sorted = new ArrayList<>(ends);
    sorted.sort(Comparator.comparing(e -> e.window().map(WindowId::epoch).orElse(Long.MAX_VALUE)));
    boolean held = ends.stream().anyMatch(e -> e.window().isPresent());
    boolean lost =
        ends.stream().anyMatch(e -> e.window().isEmpty() && e.outcome() != Outcome.DUPLICATE);
    for (int i = 0; i < Math.min(copies.size(), ends.size()); i++) {
      Line line = new Line(copies.get(i), Optional.of(sorted.get(i)), held && lost);
      matched.put(copies.get(i), line);
    }
  }

  private void dateEpochs(List<Line> inOrder) {
    long epoch = 0;
    for (Line line : inOrder) {
      if (line.window().isPresent() && !line.ambiguous) {
        long its = line.window().get().epoch();
        problems.check(its >= epoch, "epochs of a modality go back", epoch, line);
        epoch = its;
      }
      line.lowEpoch = epoch;
    }
    epoch = Long.MAX_VALUE;
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      Line line = inOrder.get(i);
      if (line.window().isPresent() && !line.ambiguous) {
        epoch = line.window().get().epoch();
      }
      line.highEpoch = epoch;
    }
  }

  /** The records of one modality of a window's stream. */
  List<Line> lines(WindowId window, Modality modality) {
    return lines.getOrDefault(window.stream(), Map.of()).getOrDefault(modality, List.of());
  }
}
