// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Prediction;
import io.skewline.modality.Label;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds predictions against labels as both arrive, in any order. A label speaks for a window if it
 * covers more than the given share of it. Bounded per stream. One thread.
 */
final class LiveScore {
  private static final int MOST_WAITING = 2048;

  /** How the predictions of one model version did; value 1 is a hit (or the right sign). */
  record ModelScore(long version, String hash, long predictions, long scored, long hits) {
    static ModelScore none(Prediction.Scored scored) {
      return new ModelScore(scored.modelVersion(), scored.modelHash(), 0, 0, 0);
    }

    ModelScore predicted() {
      return new ModelScore(version, hash, predictions + 1, scored, hits);
    }

    ModelScore judged(boolean hit) {
      return new ModelScore(version, hash, predictions, scored + 1, hits + (hit ? 1 : 0));
    }
  }

  private final double minOverlap;
  private final Map<StreamId, Deque<Prediction>> waiting = new HashMap<>();
  private final Map<StreamId, Deque<Label>> labels = new HashMap<>();
  private final Map<Long, ModelScore> models = new TreeMap<>();

  LiveScore(double minOverlap) {
    this.minOverlap = minOverlap;
  }

  synchronized void prediction(Prediction prediction) {
    if (!prediction.verdict().fused()) { // What a baseline says is no model's.
      return;
    }
    Prediction.Scored scored = prediction.scored().get();
    models.merge(
        scored.modelVersion(),
        ModelScore.none(scored).predicted(),
        (known, one) -> known.predicted());
    StreamId stream = prediction.window().stream();
    Optional<Label> label =
        labels.getOrDefault(stream, new ArrayDeque<>()).stream()
            .filter(l -> covers(l, prediction.window()))
            .findFirst();
    label.ifPresentOrElse(
        l -> judge(prediction, l),
        () -> addBounded(waiting.computeIfAbsent(stream, s -> new ArrayDeque<>()), prediction));
  }

  synchronized void label(Label label) {
    Deque<Prediction> open = waiting.getOrDefault(label.stream(), new ArrayDeque<>());
    for (Iterator<Prediction> all = open.iterator(); all.hasNext(); ) {
      Prediction prediction = all.next();
      if (covers(label, prediction.window())) {
        judge(prediction, label);
        all.remove();
      }
    }
    addBounded(labels.computeIfAbsent(label.stream(), s -> new ArrayDeque<>()), label);
  }

  /** By version, ascending. */
  synchronized List<ModelScore> models() {
    return new ArrayList<>(models.values());
  }

  private static <T> void addBounded(Deque<T> deque, T value) {
    deque.addLast(value);
    if (deque.size() > MOST_WAITING) {
      deque.removeFirst();
    }
  }

  private boolean covers(Label label, WindowId window) {
    long shared =
        Math.min(label.endMicros(), window.endMicros())
            - Math.max(label.startMicros(), window.startMicros());
    return shared >= minOverlap * (window.endMicros() - window.startMicros()) && shared > 0;
  }

  private void judge(Prediction prediction, Label label) {
    Prediction.Scored scored = prediction.scored().orElseThrow();
    boolean hit =
        label.target() instanceof Label.ValueTarget value
            ? value.value() >= 0 == scored.score().scores()[0] >= 0
            : scored.labels().get(scored.score().best()).equals(label.className().orElse(""));
    models.computeIfPresent(scored.modelVersion(), (version, score) -> score.judged(hit));
  }
}
