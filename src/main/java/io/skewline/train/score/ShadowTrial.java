// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.models.OvertakenException;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Has a challenger that passed its gate score live windows beside the champion first. When so many
 * windows that both scored have met their label, it is promoted unless it is worse, else withdrawn.
 * Worse: it lost more windows to the champion than it won, by more than one standard error of a
 * fair coin over the windows on which they differ.
 *
 * <p>One trial at a time: a challenger that comes meanwhile is kept back. Each comes to an end: one
 * that is not the topic's candidate any more, or whose champion is not the active model any more,
 * is withdrawn, and so is one that still has too few windows when the champion has met {@link
 * #PATIENCE} times the labels that they should have taken.
 *
 * <p>What is on trial is known from the log of decisions, so a restart goes on with it and begins
 * to count its patience anew. Candidates of others are left alone. Safe for many threads.
 */
public final class ShadowTrial implements ScoreFollower.Looking {
  /** What processors refuse, or windows that the candidate does not get, must not hold up all. */
  static final int PATIENCE = 10;

  private final long labels;
  private final double share;
  private final Actions actions;
  private Optional<OnTrial> onTrial = Optional.empty();
  private OptionalLong began = OptionalLong.empty();
  private Optional<ModelDecision> ending = Optional.empty();

  /** By bundle and version. */
  public record Model(String hash, long version) {}

  /**
   * A challenger.
   *
   * @param champion hash of the model beside which it stands
   */
  private record OnTrial(Model model, String champion) {}

  /** What a trial can do. */
  public interface Actions {
    /** Decisions so far, oldest first. */
    Collection<ModelDecision> decisions();

    Optional<Model> champion();

    /** Whether a bundle is the candidate on the models topic. */
    boolean isCandidate(String hash);

    /**
     * Lets the candidate be the active model.
     *
     * @return false if that cannot be done any more
     * @throws OvertakenException if somebody activated another meanwhile
     */
    boolean promote(String hash, String reason);

    /** There is no candidate any more. */
    void withdraw();

    void append(ModelDecision decision);
  }

  /**
   * @param labels of windows that both models scored; 0: no trials, and one that is found ends
   * @param share of the windows that a candidate scores
   */
  public ShadowTrial(long labels, double share, Actions actions) {
    this.labels = labels;
    this.share = share;
    this.actions = actions;
  }

  /**
   * @param numbers that the gate decided by
   * @param publish makes the challenger the candidate; not called if another one is on trial
   */
  public synchronized void begin(
      Model challenger, String reason, Map<String, Metric> numbers, Runnable publish) {
    Optional<Model> other = onTrial.map(OnTrial::model).filter(model -> !model.equals(challenger));
    if (other.isPresent()) {
      String why = "version %d is on trial; %s".formatted(other.get().version(), reason);
      actions.append(decision(Verdict.KEPT_BACK, challenger, why, numbers));
      return;
    }
    try {
      publish.run();
    } catch (OvertakenException e) {
      String why = reason + "; overtaken: " + e.getMessage();
      actions.append(decision(Verdict.KEPT_BACK, challenger, why, numbers));
      return;
    }
    ModelDecision decision = decision(Verdict.SHADOWED, challenger, reason, numbers);
    onTrial = Optional.of(new OnTrial(challenger, decision.againstHash()));
    began = OptionalLong.empty();
    actions.append(decision);
  }

  /** From the log, before anybody begins another one. */
  public synchronized void restore() {
    Optional<OnTrial> found = Optional.empty();
    for (ModelDecision decision : actions.decisions()) {
      Model model = new Model(decision.hash(), decision.version());
      if (decision.verdict() == Verdict.SHADOWED) {
        boolean ours = decision.by() == By.SHADOW;
        found = ours ? Optional.of(new OnTrial(model, decision.againstHash())) : found;
      } else if (decision.verdict() != Verdict.KEPT_BACK
          && found.map(OnTrial::model).equals(Optional.of(model))) {
        found = Optional.empty();
      }
    }
    onTrial = found;
  }

  @Override
  public synchronized void begin(Scoreboard board) {
    restore();
  }

  @Override
  public synchronized void look(Scoreboard board) {
    if (ending.isPresent()) {
      end(ending.get());
    } else if (onTrial.isPresent()) {
      look(onTrial.get(), board);
    }
  }

  private void look(OnTrial trial, Scoreboard board) {
    Model model = trial.model;
    Optional<Model> champion = actions.champion();
    if (champion.filter(model::equals).isPresent()) {
      end(decision(Verdict.PROMOTED, model, "it was made active meanwhile", Map.of()));
    } else if (labels == 0) {
      withdraw(model, "there are no trials any more");
    } else if (champion.filter(now -> !now.hash().equals(trial.champion)).isPresent()) {
      withdraw(model, "version %d became the active model".formatted(champion.get().version()));
    } else if (!actions.isCandidate(model.hash())) {
      withdraw(model, "it is not the candidate any more");
    } else {
      count(trial, board);
    }
  }

  private void count(OnTrial trial, Scoreboard board) {
    Standing standing = board.standings(Role.CHALLENGER).get(trial.model.hash());
    long paired = standing == null ? 0 : standing.numbers().paired();
    if (paired >= labels) {
      decide(trial.model, standing.numbers());
      return;
    }
    Standing champions = board.standings(Role.CHAMPION).get(trial.champion);
    long met = champions == null ? 0 : champions.labelled();
    long since = met - began.orElse(met);
    began = OptionalLong.of(met - since);
    if (since > PATIENCE * labels / share) {
      withdraw(
          trial.model,
          "only %d of %d windows that both models scored while the active one met %d labels"
              .formatted(paired, labels, since));
    }
  }

  private void decide(Model model, Tally.Numbers n) {
    boolean worse = n.lost() - n.won() > Math.sqrt(n.lost() + n.won());
    String reason =
        String.format(
            Locale.ROOT,
            "won %d and lost %d of %d windows that both models scored",
            n.won(),
            n.lost(),
            n.paired());
    Map<String, Metric> numbers = Map.of("won", number(n.won(), n), "lost", number(n.lost(), n));
    String against = worse ? "" : promote(model, reason);
    boolean promoted = !worse && against.isEmpty();
    end(
        decision(
            promoted ? Verdict.PROMOTED : Verdict.WITHDRAWN, model, against + reason, numbers));
  }

  /** Why not; empty if it is done. */
  private String promote(Model model, String reason) {
    try {
      return actions.promote(model.hash(), reason) ? "" : "it cannot be made active any more; ";
    } catch (OvertakenException e) {
      return "overtaken: " + e.getMessage() + "; ";
    }
  }

  private static Metric number(long value, Tally.Numbers n) {
    return new Metric(value, value, value, n.paired());
  }

  private void withdraw(Model model, String reason) {
    end(decision(Verdict.WITHDRAWN, model, reason, Map.of()));
  }

  /** What fails of it is done again at the next look. Another candidate stays. */
  private void end(ModelDecision decision) {
    ending = Optional.of(decision);
    if (actions.isCandidate(decision.hash())) {
      actions.withdraw();
    }
    actions.append(decision);
    ending = Optional.empty();
    onTrial = Optional.empty();
    began = OptionalLong.empty();
  }

  private ModelDecision decision(
      Verdict verdict, Model model, String reason, Map<String, Metric> numbers) {
    Optional<Model> champion = actions.champion().filter(other -> !other.equals(model));
    return new ModelDecision(
        verdict,
        By.SHADOW,
        model.hash(),
        model.version(),
        champion.map(Model::hash).orElse(""),
        champion.map(Model::version).orElse(0L),
        reason,
        numbers);
  }
}
