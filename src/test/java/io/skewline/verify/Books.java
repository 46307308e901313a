// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.EndReason;
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
      Line line = seen.isMarker() ? new Line(seen) : matched.get(seen);
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
    Map<Seen.Name, List<Ended>> ends = new HashMap<>();
    for (Ended ended : evidence.ends()) {
      for (FrameEnd.Ref ref : ended.end().frames()) {
        ends.computeIfAbsent(Seen.Name.of(ended.end(), ref), n -> new ArrayList<>()).add(ended);
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

  /** The first copy is the one that was accepted; of two, that in the earlier epoch. */
  private void match(List<Seen> copies, List<Ended> ends, Map<Seen, Line> matched) {
    problems.check(
        copies.size() == ends.size(), "a frame has not one outcome", copies.get(0), ends);
    List<Line> lines = new ArrayList<>();
    for (Ended ended : ends) {
      lines.add(new Line(copies.get(0), ended, false));
    }
    List<Ended> sorted = new ArrayList<>(ends);
    sorted.sort(Comparator.comparing(Books::place));
    boolean ambiguous = isAmbiguous(lines);
    for (int i = 0; i < Math.min(copies.size(), ends.size()); i++) {
      matched.put(copies.get(i), new Line(copies.get(i), sorted.get(i), ambiguous));
    }
  }

  private static long place(Ended ended) {
    FrameEnd end = ended.end();
    boolean accepted = end.reason().equals(EndReason.NO_ANCHOR.label());
    return end.window().map(WindowId::epoch).orElse(accepted ? Long.MAX_VALUE - 1 : Long.MAX_VALUE);
  }

  private static boolean isAmbiguous(List<Line> ends) {
    long held = ends.stream().filter(Line::held).count();
    boolean refused = ends.stream().anyMatch(e -> !e.held() && !e.ended(Outcome.DUPLICATE));
    boolean unpaired = ends.stream().anyMatch(e -> e.ended(EndReason.NO_ANCHOR));
    return (held > 0 && refused) || (held > 1 && unpaired);
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
