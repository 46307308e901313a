// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.By;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.fusion.Tally;
import io.skewline.train.score.Scoreboard.Standing;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Has a challenger that passed its gate score live windows beside the champion first. When so many
 * windows that both scored have met their label, it is promoted unless it is worse, else withdrawn.
 * Worse: it lost more windows to the champion than it won, by more than one standard error of a
 * fair coin over the windows on which they differ.
 *
 * <p>One trial at a time: a challenger that comes meanwhile is kept back, or none would ever come
 * to its end. What is on trial is known from the log of decisions, so a restart goes on with it.
 * Safe for many threads.
 */
public final class ShadowTrial implements ScoreFollower.Looking {
  private final long labels;
  private final Actions actions;
  private Optional<Model> onTrial = Optional.empty();

  /** By bundle and version. */
  public record Model(String hash, long version) {}

  /** What a trial can do. */
  public interface Actions {
    /** Decisions so far, oldest first. */
    Collection<ModelDecision> decisions();

    Optional<Model> champion();

    /** Lets the candidate be the active model. */
    boolean promote(String hash, String reason);

    /** There is no candidate any more. */
    void withdraw();

    void append(ModelDecision decision);
  }

  /**
   * @param labels of windows that both models scored
   */
  public ShadowTrial(long labels, Actions actions) {
    this.labels = labels;
    this.actions = actions;
  }

  /**
   * @param publish makes the challenger the candidate; not called if another one is on trial
   */
  public synchronized void begin(Model challenger, String reason, Runnable publish) {
    if (onTrial.isPresent() && !onTrial.get().equals(challenger)) {
      append(
          Verdict.KEPT_BACK,
          challenger,
          "version %d is on trial; %s".formatted(onTrial.get().version(), reason),
          Map.of());
      return;
    }
    publish.run();
    onTrial = Optional.of(challenger);
    append(Verdict.SHADOWED, challenger, reason, Map.of());
  }

  @Override
  public synchronized void begin(Scoreboard board) {
    for (ModelDecision decision : actions.decisions()) {
      Model model = new Model(decision.hash(), decision.version());
      if (decision.verdict() == Verdict.SHADOWED) {
        onTrial = Optional.of(model);
      } else if (decision.verdict() != Verdict.KEPT_BACK && onTrial.equals(Optional.of(model))) {
        onTrial = Optional.empty();
      }
    }
  }

  @Override
  public synchronized void look(Scoreboard board) {
    if (onTrial.isEmpty()) {
      return;
    }
    Model model = onTrial.get();
    if (actions.champion().filter(model::equals).isPresent()) {
      end(Verdict.PROMOTED, model, "it was made active meanwhile", Map.of());
      return;
    }
    Standing standing = board.standings(Role.CHALLENGER).get(model.hash());
    if (standing != null && standing.numbers().paired() >= labels) {
      decide(model, standing);
    }
  }

  private void decide(Model model, Standing standing) {
    Tally.Numbers n = standing.numbers();
    boolean worse = n.lost() - n.won() > Math.sqrt(n.lost() + n.won());
    String reason =
        String.format(
            Locale.ROOT,
            "won %d and lost %d of %d windows that both models scored",
            n.won(),
            n.lost(),
            n.paired());
    Map<String, Metric> numbers = Map.of("won", number(n.won(), n), "lost", number(n.lost(), n));
    if (worse) {
      end(Verdict.WITHDRAWN, model, reason, numbers);
    } else if (actions.promote(model.hash(), reason)) {
      end(Verdict.PROMOTED, model, reason, numbers);
    } else {
      end(Verdict.WITHDRAWN, model, "it is not on the topic any more; " + reason, numbers);
    }
  }

  private static Metric number(long value, Tally.Numbers n) {
    return new Metric(value, value, value, n.paired());
  }

  /** In this order: what fails is done again at the next look. */
  private void end(Verdict verdict, Model model, String reason, Map<String, Metric> numbers) {
    actions.withdraw();
    append(verdict, model, reason, numbers);
    onTrial = Optional.empty();
  }

  private void append(Verdict verdict, Model model, String reason, Map<String, Metric> numbers) {
    Optional<Model> champion = actions.champion().filter(other -> !other.equals(model));
    actions.append(
        new ModelDecision(
            verdict,
            By.SHADOW,
            model.hash(),
            model.version(),
            champion.map(Model::hash).orElse(""),
            champion.map(Model::version).orElse(0L),
            reason,
            numbers));
  }
}
