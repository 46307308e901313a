// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.stats.Wilson;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back a model that turns out worse than what it replaced: a {@link BettingTest} on the
 * labelled predictions that the active model has made, against the accuracy of the model that
 * predicted before it or, where that has too few labels, against the one that its own gate
 * measured.
 *
 * <p>Only within its probation: what falls later is drift, and for the trainer to learn. A model
 * that was taken back is never gone back to, and between two times lie labels.
 *
 * <p>There is no state but the scoreboard and the log of decisions, so a restart loses nothing. A
 * model whose probation was over when this one began is left alone. One thread, but for {@link
 * #barred}.
 */
public final class RollbackMonitor implements ScoreFollower.Looking {
  /** Of a decision: labels that all active models together had met by then. */
  public static final String LABELS = "labels";

  private static final Logger LOG = LoggerFactory.getLogger(RollbackMonitor.class);

  private final RollbackSettings settings;
  private final Actions actions;
  private final Set<String> barred = ConcurrentHashMap.newKeySet();
  private final Set<String> passed = new HashSet<>();
  private final Map<String, Reference> references = new TreeMap<>();
  private OptionalDouble lastRollback = OptionalDouble.empty();
  private Optional<ModelDecision> unwritten = Optional.empty();

  /**
   * What serves.
   *
   * @param gateAccuracy what its own gate measured
   */
  public record Active(String hash, long version, OptionalDouble gateAccuracy) {}

  /** What to hold accuracy against, and where it is from. */
  private record Reference(double accuracy, String what) {}

  /** What the monitor knows of and can do. */
  public interface Actions {
    /** Decisions so far, oldest first. */
    Collection<ModelDecision> decisions();

    Optional<Active> active();

    /**
     * Lets an earlier model serve again.
     *
     * @return false if that cannot be done any more
     */
    boolean activate(String hash, String reason);

    void append(ModelDecision decision);
  }

  public RollbackMonitor(RollbackSettings settings, Actions actions) {
    this.settings = settings;
    this.actions = actions;
  }

  /** Whether a bundle was taken back, so that nobody lets it serve again unasked. */
  public boolean barred(String hash) {
    return barred.contains(hash);
  }

  @Override
  public void begin(Scoreboard board) {
    for (ModelDecision decision : actions.decisions()) {
      if (decision.verdict() == Verdict.ROLLED_BACK) {
        barred.add(decision.hash());
        Metric labels = decision.numbers().get(LABELS);
        lastRollback = labels == null ? lastRollback : OptionalDouble.of(labels.value());
      }
    }
    board.standings(Role.CHAMPION).values().stream()
        .filter(standing -> standing.labelled() >= settings.probation())
        .forEach(standing -> passed.add(standing.hash()));
  }

  @Override
  public void look(Scoreboard board) {
    unwritten.ifPresent(this::append);
    if (settings.on()) {
      actions.active().ifPresent(active -> look(active, board.standings(Role.CHAMPION)));
    }
  }

  private void look(Active active, Map<String, Standing> standings) {
    Standing mine = standings.get(active.hash());
    if (mine == null || mine.labelled() < settings.minLabels() || passed.contains(mine.hash())) {
      return;
    }
    List<Standing> before = replaced(mine, standings.values());
    Optional<Reference> reference = reference(active, before);
    if (reference.isPresent() && tooFew(mine, reference.get())) {
      rollBack(mine, reference.get(), before, standings.values());
    } else if (mine.labelled() >= settings.probation()) {
      LOG.info("Model version {} has passed its probation", mine.version());
      passed.add(mine.hash());
    }
  }

  /** What served before, the last one first; those that were taken back are none. */
  private List<Standing> replaced(Standing mine, Collection<Standing> all) {
    return all.stream()
        .filter(other -> !other.hash().equals(mine.hash()) && !barred.contains(other.hash()))
        .sorted(Comparator.comparingLong(Standing::lastMillis).reversed())
        .toList();
  }

  /** The same from the first look on: what is tested must not follow the labels. */
  private Optional<Reference> reference(Active active, List<Standing> before) {
    if (!references.containsKey(active.hash())) {
      Optional<Reference> known =
          before.stream()
              .findFirst()
              .filter(last -> last.labelled() >= settings.minLabels())
              .map(
                  last ->
                      new Reference(
                          last.accuracy(), "version " + last.version() + "'s on the scoreboard"));
      known
          .or(
              () ->
                  active.gateAccuracy().isPresent()
                      ? Optional.of(
                          new Reference(active.gateAccuracy().getAsDouble(), "its gate's"))
                      : Optional.empty())
          .ifPresent(reference -> references.put(active.hash(), reference));
    }
    return Optional.ofNullable(references.get(active.hash()));
  }

  private boolean tooFew(Standing mine, Reference reference) {
    double rate = Math.min(1 - 1e-6, reference.accuracy - settings.margin());
    return rate > 0 && new BettingTest(settings.alpha()).alarms(mine.hits(), mine.labelled(), rate);
  }

  private void rollBack(
      Standing mine, Reference reference, List<Standing> before, Collection<Standing> all) {
    long labels = all.stream().mapToLong(Standing::labelled).sum();
    if (lastRollback.isPresent() && labels - lastRollback.getAsDouble() < settings.coolDown()) {
      return;
    }
    String reason =
        String.format(
            Locale.ROOT,
            "accuracy %.3f over %d labels; %s is %.3f",
            mine.accuracy(),
            mine.labelled(),
            reference.what,
            reference.accuracy);
    for (Standing target : before) {
      boolean worse =
          target.labelled() >= settings.minLabels() && target.accuracy() <= mine.accuracy();
      if (!worse && actions.activate(target.hash(), "took the place of a worse one: " + reason)) {
        barred.add(mine.hash());
        lastRollback = OptionalDouble.of(labels);
        append(decision(mine, target, reference, labels, reason));
        return;
      }
    }
    LOG.warn(
        "Model version {} is worse, and there is none to go back to: {}", mine.version(), reason);
    passed.add(mine.hash());
  }

  /** It has happened: who cannot be told now is told later. */
  private void append(ModelDecision decision) {
    unwritten = Optional.of(decision);
    actions.append(decision);
    unwritten = Optional.empty();
  }

  private ModelDecision decision(
      Standing mine, Standing target, Reference reference, long labels, String reason) {
    Interval accuracy = Wilson.of(mine.hits(), mine.labelled());
    double rate = Math.min(1 - 1e-6, reference.accuracy - settings.margin());
    double capital = BettingTest.logCapital(mine.hits(), mine.labelled(), rate);
    return new ModelDecision(
        Verdict.ROLLED_BACK,
        By.MONITOR,
        mine.hash(),
        mine.version(),
        target.hash(),
        target.version(),
        reason,
        Map.of(
            "accuracy",
            new Metric(accuracy.value(), accuracy.low(), accuracy.high(), mine.labelled()),
            "reference",
            number(reference.accuracy, mine.labelled()),
            "margin",
            number(settings.margin(), mine.labelled()),
            "log-capital",
            number(capital, mine.labelled()),
            LABELS,
            number(labels, labels)));
  }

  private static Metric number(double value, long n) {
    return new Metric(value, value, value, n);
  }
}
