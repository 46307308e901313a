// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelPublisher;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.Publisher;
import io.skewline.train.score.RollbackMonitor;
import io.skewline.train.score.ScoreFollower;
import io.skewline.train.score.ScoreReader;
import io.skewline.train.score.Scoreboard;
import io.skewline.train.score.Scoreboard.Standing;
import io.skewline.train.score.ShadowTrial;
import io.skewline.wire.Codecs;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the trainer does with the scoreboard: shows it, and takes back what turns out worse. */
final class TrainerScores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerScores.class);

  private final Champion champion;
  private final ModelPublisher publisher;
  private final Function<String, Optional<Activation>> earlier;
  private final Predicate<String> isCandidate;
  private final DecisionLog decisions;
  private final Meters meters;
  private final int shadowLabels;
  private final RollbackMonitor monitor;
  private final ShadowTrial trial;
  private final ScoreFollower follower;

  /**
   * @param earlier finds an activation of a bundle that can serve by its hash
   * @param isCandidate whether a bundle is the candidate on the topic
   */
  TrainerScores(
      FusionApp app,
      Codecs codecs,
      Champion champion,
      ModelPublisher publisher,
      Function<String, Optional<Activation>> earlier,
      Predicate<String> isCandidate,
      Meters meters) {
    this.champion = champion;
    this.publisher = publisher;
    this.earlier = earlier;
    this.isCandidate = isCandidate;
    this.meters = meters;
    this.decisions = new DecisionLog(app.models(), codecs.decisions(), StreamsSettings.client(app));
    this.shadowLabels = app.shadowed().share() > 0 ? app.shadowLabels() : 0;
    this.monitor = new RollbackMonitor(app.rollback(), new Life());
    this.trial = new ShadowTrial(shadowLabels, app.shadowed().share(), new Trial());
    this.follower =
        new ScoreFollower(
            () ->
                new ScoreReader(
                    app.outputs().scores(), codecs.scores(), StreamsSettings.client(app)),
            monitor.and(trial));
    for (Role role : Role.values()) {
      meters.scoreAccuracy(role.label(), () -> newest(role));
    }
  }

  /** The accuracy of the model that predicted last in a role; not a number without labels. */
  private double newest(Role role) {
    return board().standings(role).values().stream()
        .max(Comparator.comparingLong(Standing::lastMillis))
        .map(Standing::accuracy)
        .orElse(Double.NaN);
  }

  /** Returns when what was decided so far is known. */
  void start() {
    monitor.restore();
    trial.restore();
    follower.start();
  }

  Scoreboard board() {
    return follower.board();
  }

  /** Whether a bundle was taken back. */
  boolean barred(String hash) {
    return monitor.barred(hash);
  }

  /** Why a bundle that passed its gate is not to be published. */
  Optional<String> refusal(String hash) {
    return monitor.refusal(hash, board());
  }

  /** The model in service misses more often than it did: that is for the trainer to learn. */
  void drifted(String hash) {
    monitor.drifted(hash);
  }

  /** A promotion, with how the model that it replaces did of late. */
  ModelDecision noting(ModelDecision promotion) {
    return monitor.noting(promotion);
  }

  /**
   * Where a round's bundle goes: to a trial first, if the settings want one and it has a champion
   * to stand beside.
   */
  Publisher trying(Publisher direct) {
    return round -> {
      if (shadowLabels == 0 || champion.hash().isEmpty()) {
        direct.publish(round);
        return;
      }
      Bundle bundle = round.bundle();
      trial.begin(
          new ShadowTrial.Model(bundle.hash(), bundle.manifest().version()),
          round.reason(),
          round.decision().numbers(),
          () -> publisher.publish(bundle, Activation.Role.CANDIDATE, round.reason()));
    };
  }

  private final class Trial implements ShadowTrial.Actions {
    @Override
    public Collection<ModelDecision> decisions() {
      return decisions.decisions();
    }

    @Override
    public Optional<ShadowTrial.Model> champion() {
      return champion.ask(m -> new ShadowTrial.Model(m.hash(), m.manifest().version()));
    }

    @Override
    public boolean isCandidate(String hash) {
      return isCandidate.test(hash);
    }

    @Override
    public boolean promote(String hash, String reason) {
      return activate(hash, reason);
    }

    @Override
    public void withdraw() {
      publisher.withdrawCandidate();
    }

    @Override
    public void append(ModelDecision decision) {
      boolean promoted = decision.verdict() == ModelDecision.Verdict.PROMOTED;
      TrainerScores.this.append(promoted ? noting(decision) : decision);
    }
  }

  private final class Life implements RollbackMonitor.Actions {
    @Override
    public Collection<ModelDecision> decisions() {
      return decisions.decisions();
    }

    @Override
    public Optional<RollbackMonitor.Active> active() {
      return champion.ask(m -> new RollbackMonitor.Active(m.hash(), m.manifest().version()));
    }

    @Override
    public boolean activate(String hash, String reason) {
      return TrainerScores.this.activate(hash, reason);
    }

    @Override
    public void append(ModelDecision decision) {
      TrainerScores.this.append(decision);
    }
  }

  private void append(ModelDecision decision) {
    decisions.append(decision);
    meters.decided(decision.verdict().label(), decision.by().label());
  }

  /** False if the bundle cannot serve any more. */
  private boolean activate(String hash, String reason) {
    Optional<Activation> activation = earlier.apply(hash);
    if (activation.isEmpty()) {
      LOG.warn("Bundle {} cannot serve again", hash);
      return false;
    }
    try {
      publisher.reactivate(activation.get(), Activation.Role.ACTIVE, reason);
      return true;
    } catch (IllegalArgumentException e) {
      LOG.warn("It cannot serve any more: {}", e.getMessage());
      return false;
    }
  }

  /** After the publisher, which may be waiting for us. */
  @Override
  public void close() {
    follower.close();
    decisions.close();
  }
}
