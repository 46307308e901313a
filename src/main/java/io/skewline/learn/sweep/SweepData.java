// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.sweep;

import io.skewline.learn.Split;
import io.skewline.learn.TrainingRound;
import io.skewline.learn.measure.Facts;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The examples of a sweep, parted: all fits are reported on the same windows, each is validated on
 * groups of its own. Scores are of windows that lack no modality. Immutable.
 */
final class SweepData {
  private final List<Part> parts = new ArrayList<>();
  private final List<AlignedWindow> reportedWindows;
  private final Facts reported;
  private final boolean marked;
  private final Map<Modality, Double> framesPerWindow;
  private final String hash;

  /** The examples of one fit. */
  record Part(
      List<LabelledWindow> train,
      List<LabelledWindow> validation,
      List<AlignedWindow> judgedWindows,
      Facts judged) {}

  SweepData(SweepSettings settings, List<LabelledWindow> examples) {
    Split split = Split.of(examples, settings.fit().heldOut(), settings.fit().seed());
    Set<Modality> all =
        settings.fit().modalities().stream()
            .map(ModalitySpec::modality)
            .collect(Collectors.toSet());
    List<LabelledWindow> complete = Split.having(split.reported(), all);
    this.marked = split.marked();
    this.reported = Facts.of(settings.fit().task(), complete);
    this.reportedWindows = windows(complete);
    for (int fit = 0; fit < settings.seeds(); fit++) {
      Split own = split.validatedAnew(settings.seed(fit));
      List<LabelledWindow> judged = Split.having(own.validation(), all);
      parts.add(
          new Part(
              own.train(),
              own.validation(),
              windows(judged),
              Facts.of(settings.fit().task(), judged)));
      requireParts(own, judged.size(), complete.size());
    }
    List<LabelledWindow> learntFrom = new ArrayList<>(split.train());
    learntFrom.addAll(split.validation());
    this.framesPerWindow = frames(all, learntFrom);
    this.hash = ExampleHash.of(learntFrom, reportedWindows);
  }

  private static void requireParts(Split split, int judged, int reported) {
    if (split.train().isEmpty() || judged == 0 || reported == 0) {
      throw new TrainingRound.TooFewException(
          "the examples split into "
              + split.train().size()
              + " to train, "
              + judged
              + " complete ones to validate, "
              + reported
              + " complete ones to report on: three streams or groups are needed");
    }
  }

  private static List<AlignedWindow> windows(List<LabelledWindow> examples) {
    return examples.stream().map(LabelledWindow::window).toList();
  }

  private static Map<Modality, Double> frames(Set<Modality> all, List<LabelledWindow> examples) {
    Map<Modality, Double> frames = new HashMap<>();
    for (Modality modality : all) {
      frames.put(
          modality,
          examples.stream()
              .filter(e -> e.window().has(modality))
              .mapToInt(e -> e.window().present().get(modality).frames())
              .average()
              .orElse(1));
    }
    return Map.copyOf(frames);
  }

  /** The examples of the fit with this number, from 0. */
  Part part(int fit) {
    return parts.get(fit);
  }

  int fits() {
    return parts.size();
  }

  List<AlignedWindow> reportedWindows() {
    return reportedWindows;
  }

  Facts reported() {
    return reported;
  }

  /** Whether the reported windows are rows marked {@code val}. */
  boolean marked() {
    return marked;
  }

  Map<Modality, Double> framesPerWindow() {
    return framesPerWindow;
  }

  /** Of all that a fit may depend on: not of what is true of the reported windows. */
  String hash() {
    return hash;
  }
}
