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
import io.skewline.models.OvertakenException;
import io.skewline.train.score.References.Reference;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back a model that turns out worse than what it replaced: a {@link BettingTest} on the
 * labels that the active model has met, each once, against a reference of its own time: {@link
 * References}.
 *
 * <p>Only within its probation: what falls later is drift, and for the trainer to learn; so is what
 * the trainer's detector saw fall before, {@link #drifted}: a bad model is bad from the start. A
 * model that was taken back is never gone back to, between two times lie labels, and {@link
 * #refusal} keeps new ones back for longer the more were taken back in a row.
 *
 * <p>There is no state but the scoreboard and the log of decisions, so a restart loses nothing,
 * what {@link References} says aside. A model whose probation was over when this one began is left
 * alone, unless it seems to wait for the end of a cool-down. One thread, but for {@link #barred},
 * {@link #refusal}, {@link #noting} and {@link #drifted}.
 */
public final class RollbackMonitor implements ScoreFollower.Looking {
  /** Of a decision: labels that all active models together had met by then. */
  public static final String LABELS = "labels";

  /** The cool-down of new models is doubled so often at the most. */
  private static final int DOUBLINGS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(RollbackMonitor.class);

  private final RollbackSettings settings;
  private final Actions actions;
  private final References references;
  private final Set<String> barred = ConcurrentHashMap.newKeySet();
  private final Set<String> passed = ConcurrentHashMap.newKeySet();
  private final Set<String> stuck = new HashSet<>();
  private volatile Brake brake = Brake.NONE;
  private boolean begun;
  private Optional<ModelDecision> unwritten = Optional.empty();

  /** What serves. */
  public record Active(String hash, long version) {}

  /**
   * What was taken back by the monitor.
   *
   * @param at labels of all active models by the last time
   * @param inRow since a new model passed its probation
   * @param backTo what served again
   */
  private record Brake(double at, int inRow, String backTo) {
    static final Brake NONE = new Brake(Double.NEGATIVE_INFINITY, 0, "");

    Brake pressed(double labels, String backTo) {
      return new Brake(labels, inRow + 1, backTo);
    }

    Brake released() {
      return new Brake(at, 0, backTo);
    }

    Brake before(double labels) {
      return new Brake(Math.min(at, labels), inRow, backTo);
    }
  }

  /** What the monitor knows of and can do. */
  public interface Actions {
    /** Decisions so far, oldest first. */
    Collection<ModelDecision> decisions();

    Optional<Active> active();

    /**
     * Lets an earlier model serve again.
     *
     * @return false if that cannot be done any more
     * @throws OvertakenException if somebody activated another meanwhile
     */
    boolean activate(String hash, String reason);

    void append(ModelDecision decision);
  }

  public RollbackMonitor(RollbackSettings settings, Actions actions) {
    this.settings = settings;
    this.actions = actions;
    this.references = new References(settings.minLabels());
  }

  /** Whether a bundle was taken back, so that nobody lets it serve again unasked. */
  public boolean barred(String hash) {
    return barred.contains(hash);
  }

  /**
   * Why what passed its gate is not published: it was taken back itself, or others were a short
   * time ago. Every fit has another hash, so without the latter a model that is nearly the one
   * taken back would come at the next round.
   */
  public Optional<String> refusal(String hash, Scoreboard board) {
    Brake now = brake;
    if (barred(hash)) {
      return Optional.of("it was taken back before");
    }
    if (!settings.on() || now.inRow == 0) {
      return Optional.empty();
    }
    long pause = settings.coolDown() << Math.min(now.inRow - 1, DOUBLINGS);
    double since = labels(board) - now.at;
    return since >= pause
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d taken back in a row, the last %.0f labels ago: nothing is published before %d",
                now.inRow,
                since,
                pause));
  }

  /** A promotion, with how the model that it replaces did of late, if that is known. */
  public ModelDecision noting(ModelDecision promotion) {
    return references.noting(promotion);
  }

  /**
   * The model did well and does so no more: the world has changed, and to go back would not help.
   * Its probation is over, until a restart, which forgets this.
   */
  public void drifted(String hash) {
    if (passed.add(hash)) {
      LOG.info("Bundle {} drifts: it is not taken back any more", hash);
    }
  }

  /** From the log, before anybody asks; what only the scoreboard knows comes later. */
  public void restore() {
    restore(hash -> false);
  }

  private void restore(Predicate<String> survived) {
    Brake read = Brake.NONE;
    for (ModelDecision decision : actions.decisions()) {
      Metric labels = decision.numbers().get(LABELS);
      if (decision.verdict() == Verdict.ROLLED_BACK) {
        barred.add(decision.hash());
        if (decision.by() == By.MONITOR && labels != null) {
          read = read.pressed(labels.value(), decision.againstHash());
        }
      } else if (decision.verdict() == Verdict.PROMOTED && survived.test(decision.hash())) {
        read = read.released();
      }
    }
    brake = read;
  }

  @Override
  public void begin(Scoreboard board) {
    Map<String, Standing> standings = board.standings(Role.CHAMPION);
    restore(hash -> standings.containsKey(hash) && !barred(hash) && isOver(standings.get(hash)));
    brake = brake.before(labels(board));
    references.begin(board);
    if (!begun) {
      begun = true;
      Optional<String> waiting = actions.active().flatMap(a -> waiting(a, standings));
      standings.values().stream()
          .filter(standing -> isOver(standing) && !waiting.equals(Optional.of(standing.hash())))
          .forEach(standing -> passed.add(standing.hash()));
    }
  }

  /** Its hash if it is in alarm, and so shortly after its probation that this may be from then. */
  private Optional<String> waiting(Active active, Map<String, Standing> standings) {
    Standing mine = standings.get(active.hash());
    if (mine == null || mine.labels() > settings.probation() + settings.coolDown()) {
      return Optional.empty();
    }
    return references
        .of(mine, replaced(mine, standings.values()), actions::decisions)
        .filter(reference -> tooFew(mine, reference))
        .map(reference -> mine.hash());
  }

  private boolean isOver(Standing standing) {
    return standing.labels() >= settings.probation();
  }

  @Override
  public void look(Scoreboard board) {
    references.look(board);
    unwritten.ifPresent(this::append);
    if (settings.on()) {
      actions.active().ifPresent(active -> look(active, board.standings(Role.CHAMPION)));
    }
  }

  private void look(Active active, Map<String, Standing> standings) {
    Standing mine = standings.get(active.hash());
    if (mine == null
        || mine.labels() < settings.minLabels()
        || passed.contains(mine.hash())
        || stuck.contains(mine.hash())) {
      return;
    }
    List<Standing> before = replaced(mine, standings.values());
    Optional<Reference> reference = references.of(mine, before, actions::decisions);
    if (reference.isPresent() && tooFew(mine, reference.get())) {
      rollBack(mine, reference.get(), before, standings.values());
    } else if (isOver(mine)) {
      LOG.info("Model version {} has passed its probation", mine.version());
      passed.add(mine.hash());
      brake = mine.hash().equals(brake.backTo) ? brake : brake.released();
    }
  }

  /** What served before, the last one first; those that were taken back are none. */
  private List<Standing> replaced(Standing mine, Collection<Standing> all) {
    return all.stream()
        .filter(other -> !other.hash().equals(mine.hash()) && !barred.contains(other.hash()))
        .sorted(Comparator.comparingLong(Standing::lastMillis).reversed())
        .toList();
  }

  private boolean tooFew(Standing mine, Reference reference) {
    double rate = rate(reference);
    return rate > 0
        && new BettingTest(settings.alpha()).alarms(mine.labelHits(), mine.labels(), rate);
  }

  private double rate(Reference reference) {
    return Math.min(1 - 1e-6, reference.accuracy() - settings.margin());
  }

  private void rollBack(
      Standing mine, Reference reference, List<Standing> before, Collection<Standing> all) {
    long labels = labels(all);
    if (labels - brake.at < settings.coolDown()) {
      return;
    }
    Collection<ModelDecision> decisions = actions.decisions();
    if (overruled(mine.hash(), decisions)) {
      LOG.info("Model version {} is worse; a user has put another in its place", mine.version());
      return;
    }
    String reason = reason(mine, reference);
    try {
      for (Standing target : before) {
        boolean worse = references.lately(target, decisions) <= mine.labelAccuracy();
        if (!worse && actions.activate(target.hash(), "took the place of a worse one: " + reason)) {
          barred.add(mine.hash());
          brake = brake.pressed(labels, target.hash());
          append(decision(mine, target, reference, labels, reason));
          return;
        }
      }
    } catch (OvertakenException e) {
      LOG.warn("Model version {} is worse, but: {}", mine.version(), e.getMessage());
      return;
    }
    LOG.warn(
        "Model version {} is worse, and there is none to go back to: {}", mine.version(), reason);
    stuck.add(mine.hash());
  }

  /** Whether a user put another one in service after this one. */
  private static boolean overruled(String hash, Collection<ModelDecision> decisions) {
    boolean served = false;
    boolean overruled = false;
    for (ModelDecision decision : decisions) {
      Optional<String> next = decision.putInService();
      if (next.equals(Optional.of(hash))) {
        served = true;
        overruled = false;
      } else if (next.isPresent() && decision.by() == By.USER) {
        overruled = served;
      }
    }
    return overruled;
  }

  /** It has happened: who cannot be told now is told later. */
  private void append(ModelDecision decision) {
    unwritten = Optional.of(decision);
    actions.append(decision);
    unwritten = Optional.empty();
  }

  private static long labels(Scoreboard board) {
    return labels(board.standings(Role.CHAMPION).values());
  }

  private static long labels(Collection<Standing> all) {
    return all.stream().mapToLong(Standing::labels).sum();
  }

  private static String reason(Standing mine, Reference reference) {
    return String.format(
        Locale.ROOT,
        "accuracy %.3f over %d labels; %s is %.3f",
        mine.labelAccuracy(),
        mine.labels(),
        reference.what(),
        reference.accuracy());
  }

  private ModelDecision decision(
      Standing mine, Standing target, Reference reference, long labels, String reason) {
    Interval accuracy = Wilson.of(mine.labelHits(), mine.labels());
    double capital = BettingTest.logCapital(mine.labelHits(), mine.labels(), rate(reference));
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
            new Metric(accuracy.value(), accuracy.low(), accuracy.high(), mine.labels()),
            "reference",
            number(reference.accuracy(), mine.labels()),
            "margin",
            number(settings.margin(), mine.labels()),
            "log-capital",
            number(capital, mine.labels()),
            LABELS,
            number(labels, labels)));
  }

  private static Metric number(double value, long n) {
    return new Metric(value, value, value, n);
  }
}
