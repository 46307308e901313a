// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.ModelDecision;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.fusion.Task;
import io.skewline.http.HealthCheck;
import io.skewline.http.Metrics;
import io.skewline.http.Status;
import io.skewline.learn.FitSettings;
import io.skewline.learn.RoundExamples;
import io.skewline.learn.RoundResult;
import io.skewline.learn.TrainingRound;
import io.skewline.learn.sweep.PlanKeeper;
import io.skewline.ledger.Meters;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelCatalog;
import io.skewline.models.ModelFollower;
import io.skewline.models.ModelHistory;
import io.skewline.models.ModelPublisher;
import io.skewline.models.OvertakenException;
import io.skewline.network.NetworkBundleReader;
import io.skewline.serve.ActiveModel;
import io.skewline.topology.BadConfigException;
import io.skewline.topology.FrameTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.Inputs;
import io.skewline.topology.StartChecks;
import io.skewline.topology.StreamsRunner;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.TrainingTopology;
import io.skewline.train.Round;
import io.skewline.train.TrainingRun;
import io.skewline.wire.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trainer put together: the labelling application, the learner's loop, the publisher. */
final class TrainerApp implements Stopping.Running {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerApp.class);
  private static final Duration TAKE_OVER = Duration.ofSeconds(30);

  private final FusionApp app;
  private final Metrics metrics;
  private final Codecs codecs;
  private final Consumer<RoundResult> onRound;
  private final Optional<PlanKeeper> planKeeper;
  private final Champion champion = new Champion();
  private final ModelFollower follower;
  private final ModelPublisher publisher;
  private final DecisionLog log;
  private final GateDecisions decisions;
  private final TrainerScores scores;
  private final Inputs inputs;
  private final Topology topology;
  private final StreamsRunner runner;
  private final TrainingRun training;
  private volatile boolean stopping;

  /**
   * @throws BadConfigException as {@link #requireLabels} does
   */
  TrainerApp(FusionApp app, Metrics metrics, Meters meters, Consumer<RoundResult> onRound) {
    requireLabels(app);
    this.app = app;
    this.metrics = metrics;
    this.onRound = onRound;
    this.codecs = new Codecs(app.registry());
    this.planKeeper = app.train().autoPlan().map(auto -> new PlanKeeper(app.train().fit(), auto));
    this.follower =
        new ModelFollower(
            app.models().unpinned(),
            codecs.bundleParts(),
            codecs.activations(),
            NetworkBundleReader.expecting(app.specs(), app.task()),
            champion,
            meters,
            StreamsSettings.client(app));
    this.publisher =
        new ModelPublisher(
            app.models(), codecs.bundleParts(), codecs.activations(), StreamsSettings.client(app));
    this.log = new DecisionLog(app.models(), codecs.decisions(), StreamsSettings.client(app));
    this.decisions = new GateDecisions(log);
    this.scores =
        new TrainerScores(
            app, codecs, champion, publisher, this::earlier, this::isCandidate, meters);
    this.inputs = new Inputs(FrameTopics.ofTrainer(app), meters);
    this.topology = TrainingTopology.build(app, codecs, inputs, meters);
    this.runner =
        new StreamsRunner(
            topology,
            inputs.observing(StreamsSettings.streams(app, TrainingTopology.applicationId(app))),
            app.shutdown().within());
    inputs.of(runner.streams());
    this.training =
        new TrainingRun(
            app.train(),
            StreamsSettings.checkpoint(app),
            codecs.examples(),
            this::round,
            scores.trying(new Succession(this::publish, champion, TAKE_OVER)),
            champion,
            NetworkBundleReader.expecting(app.specs(), app.task()),
            meters,
            StreamsSettings.client(app));
  }

  /**
   * The gate and its baselines need labels.
   *
   * @throws BadConfigException if the task is one without
   */
  static void requireLabels(FusionApp app) {
    if (app.task() instanceof Task.Clustering) {
      throw new BadConfigException(
          app.file(),
          List.of(
              "task.type is 'clustering'; allowed: classification, regression, for the trainer"
                  + " learns from labels (`skewline sweep` clusters)"));
    }
  }

  void start() {
    publisher.requireTrusted();
    inputs.begin(StartChecks.ofTrainer(app));
    follower.start();
    makeUpRecord();
    metrics.bind(runner.streams());
    runner.start();
    scores.start();
    training
        .onStanding(
            standing -> {
              if (standing.drift()) {
                scores.drifted(standing.modelHash());
              }
            })
        .notAgain(new TakenBack(log))
        .onDropped((round, how) -> decisions.overtaken(round.decision(), how))
        // Examples that nobody learns from: better to end than to look alive.
        .onError(thrown -> runner.close())
        .start();
  }

  /**
   * Of a bundle that can serve: processors would do with it what is done here. The topic knows of
   * every bundle that is still on it; a follower only of what it read.
   */
  Optional<Activation> earlier(String hash) {
    try (ModelCatalog catalog = catalog()) {
      Optional<ModelCatalog.Entry> found =
          catalog.entries().stream().filter(entry -> entry.hash().equals(hash)).findFirst();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      NetworkBundleReader reader = NetworkBundleReader.expecting(app.specs(), app.task());
      reader.read(catalog.bytes(found.get()), hash).close();
      return Optional.of(catalog.activation(found.get(), reader));
    } catch (BadBundleException e) {
      LOG.warn("Bundle {} cannot serve any more: {}", hash, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The follower says so at no cost; where it has not read it yet, or read of another, the topic.
   */
  private boolean isCandidate(String hash) {
    boolean last =
        follower.history().entries().stream()
            .map(ModelHistory.Entry::activation)
            .filter(activation -> activation.role() == Activation.Role.CANDIDATE)
            .reduce((older, newer) -> newer)
            .filter(activation -> activation.hash().equals(hash))
            .isPresent();
    if (last) {
      return true;
    }
    try (ModelCatalog catalog = catalog()) {
      return catalog
          .in(Activation.Role.CANDIDATE)
          .filter(entry -> entry.hash().equals(hash))
          .isPresent();
    }
  }

  private ModelCatalog catalog() {
    return new ModelCatalog(
        app.models(), codecs.bundleParts(), codecs.activations(), StreamsSettings.client(app));
  }

  /** Before the loop starts, whose thread the decisions are. */
  private void makeUpRecord() {
    Optional<ActiveModel.Lease> lease = champion.lease();
    lease.ifPresent(
        held -> {
          try (held) {
            String hash = held.model().hash();
            String reason = follower.history().find(hash).map(Activation::reason).orElse("");
            decisions.makeUp(held.model(), reason);
          }
        });
  }

  StreamsRunner runner() {
    return runner;
  }

  Status status() {
    return new Status(
        new StreamsProgress(runner.streams(), metrics.registry()),
        this::readiness,
        metrics::scrape,
        topology.describe(),
        Optional.of(() -> ProcessorApp.ledger(app, TrainingTopology.applicationId(app))),
        Optional.of(() -> new ScoreRows(List.of(), scores.board().rows(List.of())).json()));
  }

  @Override
  public boolean giveNotice() {
    boolean first = !stopping;
    stopping = true;
    return first && runner.running();
  }

  private List<HealthCheck> readiness() {
    return List.of(
        ProcessorApp.streams(runner, stopping),
        learner(training.error(), training.waiting()),
        models(follower.healthy()));
  }

  static HealthCheck learner(Optional<Throwable> error, boolean waiting) {
    String going = waiting ? "a better model waits to be published" : "running";
    return new HealthCheck(
        "learner", error.isEmpty(), error.map(thrown -> "stopped: " + thrown).orElse(going));
  }

  static HealthCheck models(boolean healthy) {
    String away = "broker or registry did not answer: the active model may be another";
    return new HealthCheck("models", healthy, healthy ? "followed" : away);
  }

  TrainerScores scores() {
    return scores;
  }

  TrainingRun training() {
    return training;
  }

  private Optional<Round> round(RoundExamples examples, long version) {
    Optional<ActiveModel.Lease> lease = champion.lease();
    try {
      FitSettings fit =
          planKeeper
              .map(keeper -> keeper.next(TrainingRound.withoutGate(app.train().fit(), examples)))
              .orElseGet(() -> app.train().fit());
      RoundResult result =
          TrainingRound.run(
              fit, app.train().gate(), examples, version, lease.map(ActiveModel.Lease::model));
      onRound.accept(result);
      ModelDecision decision = result.decision();
      Optional<String> refusal = scores.refusal(result.bundle().hash());
      if (result.better() && refusal.isPresent()) {
        decision = decision.but(Verdict.KEPT_BACK, refusal.get() + "; " + decision.reason());
      }
      if (decision.verdict() != Verdict.PROMOTED) {
        decisions.add(decision);
      }
      return Optional.of(new Round(result.bundle(), decision));
    } catch (TrainingRound.TooFewException e) {
      LOG.info("No round yet: {}", e.getMessage());
      return Optional.empty();
    } finally {
      lease.ifPresent(ActiveModel.Lease::close);
    }
  }

  private void publish(Round round) {
    try {
      publisher.publish(round.bundle(), Activation.Role.ACTIVE, round.reason());
      decisions.add(scores.noting(round.decision()));
    } catch (OvertakenException e) {
      decisions.overtaken(round.decision(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** A round that is under way ends first if it is short, else it is broken off. */
  @Override
  public void close() {
    stopping = true;
    long fromNanos = System.nanoTime();
    runner.close();
    inputs.close();
    training.close(app.shutdown().patience().minusNanos(System.nanoTime() - fromNanos));
    publisher.close();
    log.close();
    scores.close();
    follower.close();
    champion.close();
  }
}
