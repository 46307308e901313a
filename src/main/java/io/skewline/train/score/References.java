// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.learn.measure.ClassMeasure;
import io.skewline.learn.measure.ValueMeasure;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What to hold a model's accuracy against. Where the world changes, a model's whole past says
 * nothing of how it would do now: so it is how the model that predicted before did over its last
 * {@link RecentLabels#LAST} labels. Looks tell that; after a restart the promotion's record does,
 * where {@link #noting} put it. If neither has enough labels, it is what the model's own gate
 * measured. One thread, but for {@link #noting}.
 */
final class References {
  /** Of a promotion: accuracy of the replaced model over its last labels. */
  static final String REPLACED = "replaced.accuracy";

  private static final List<String> GATE =
      List.of(
          "challenger." + ClassMeasure.ACCURACY.label(), "challenger." + ValueMeasure.ACC2.label());

  private final long minLabels;
  private final RecentLabels recent = new RecentLabels();
  private final Map<String, Reference> known = new HashMap<>();
  private final Set<String> lookedUp = new HashSet<>();

  /**
   * A reference.
   *
   * @param what where it is from
   */
  record Reference(double accuracy, String what) {}

  References(long minLabels) {
    this.minLabels = minLabels;
  }

  void begin(Scoreboard board) {
    recent.begin(board);
  }

  void look(Scoreboard board) {
    recent.look(board);
  }

  ModelDecision noting(ModelDecision promotion) {
    return recent
        .of(promotion.againstHash())
        .map(lately -> promotion.with(REPLACED, lately))
        .orElse(promotion);
  }

  /**
   * The same from the first time on: what is tested must not follow the labels.
   *
   * @param before what served before, the last one first
   * @param decisions oldest first; asked once for each model
   */
  Optional<Reference> of(
      Standing mine, List<Standing> before, Supplier<Collection<ModelDecision>> decisions) {
    if (!known.containsKey(mine.hash())) {
      before.stream()
          .findFirst()
          .flatMap(last -> enough(recent.of(last.hash())).map(lately -> of(last, lately)))
          .or(() -> ofRecord(mine.hash(), before, decisions))
          .ifPresent(reference -> known.put(mine.hash(), reference));
    }
    return Optional.ofNullable(known.get(mine.hash()));
  }

  private static Reference of(Standing last, Metric lately) {
    return new Reference(
        lately.value(), "version %d's over its last %d".formatted(last.version(), lately.n()));
  }

  private Optional<Reference> ofRecord(
      String hash, List<Standing> before, Supplier<Collection<ModelDecision>> decisions) {
    if (!lookedUp.add(hash)) {
      return Optional.empty();
    }
    Collection<ModelDecision> all = decisions.get();
    return before.stream()
        .findFirst()
        .flatMap(last -> enough(noted(last.hash(), all)).map(lately -> of(last, lately)))
        .or(() -> ofGate(hash, all));
  }

  /** On windows of its own round, so of its own time. */
  private static Optional<Reference> ofGate(String hash, Collection<ModelDecision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.hash().equals(hash))
        .flatMap(decision -> GATE.stream().map(decision.numbers()::get))
        .filter(Objects::nonNull)
        .reduce((older, newer) -> newer)
        .map(number -> new Reference(number.value(), "its gate's"));
  }

  /** How one that may serve again did when it last served; beyond all if too little is known. */
  double lately(Standing target, Collection<ModelDecision> decisions) {
    double ever = target.labels() >= minLabels ? target.labelAccuracy() : Double.MAX_VALUE;
    return enough(recent.of(target.hash()))
        .or(() -> enough(noted(target.hash(), decisions)))
        .map(Metric::value)
        .orElse(ever);
  }

  private static Optional<Metric> noted(String hash, Collection<ModelDecision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.verdict() == Verdict.PROMOTED)
        .filter(decision -> decision.againstHash().equals(hash))
        .map(decision -> decision.numbers().get(REPLACED))
        .filter(Objects::nonNull)
        .reduce((older, newer) -> newer);
  }

  private Optional<Metric> enough(Optional<Metric> lately) {
    return lately.filter(metric -> metric.n() >= minLabels);
  }
}
