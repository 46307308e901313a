// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation;
import io.skewline.fusion.Task;
import io.skewline.http.Metrics;
import io.skewline.learn.FitSettings;
import io.skewline.learn.RoundResult;
import io.skewline.learn.TrainingRound;
import io.skewline.learn.sweep.PlanKeeper;
import io.skewline.ledger.Meters;
import io.skewline.modality.LabelledWindow;
import io.skewline.models.ModelFollower;
import io.skewline.models.ModelPublisher;
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
final class TrainerApp implements AutoCloseable {
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
  private final Inputs inputs;
  private final Topology topology;
  private final StreamsRunner runner;
  private final TrainingRun training;

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
    this.inputs = new Inputs(FrameTopics.ofTrainer(app), meters);
    this.topology = TrainingTopology.build(app, codecs, inputs, meters);
    this.runner =
        new StreamsRunner(
            topology,
            inputs.observing(StreamsSettings.streams(app, TrainingTopology.applicationId(app))));
    inputs.of(runner.streams());
    this.training =
        new TrainingRun(
            app.train(),
            StreamsSettings.checkpoint(app),
            codecs.examples(),
            this::round,
            new Succession(this::publish, champion, TAKE_OVER),
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
    inputs.begin(StartChecks.ofTrainer(app));
    follower.start();
    metrics.bind(runner.streams());
    runner.start();
    // Examples that nobody learns from: better to end than to look alive.
    training.onError(thrown -> runner.close()).start();
  }

  StreamsRunner runner() {
    return runner;
  }

  TrainingRun training() {
    return training;
  }

  private Optional<Round> round(List<LabelledWindow> examples, long version) {
    Optional<ActiveModel.Lease> lease = champion.lease();
    try {
      FitSettings fit =
          planKeeper.map(keeper -> keeper.next(examples)).orElseGet(() -> app.train().fit());
      RoundResult result =
          TrainingRound.run(fit, examples, version, lease.map(ActiveModel.Lease::model));
      onRound.accept(result);
      return Optional.of(new Round(result.bundle(), result.better(), result.reason()));
    } catch (TrainingRound.TooFewException e) {
      LOG.info("No round yet: {}", e.getMessage());
      return Optional.empty();
    } finally {
      lease.ifPresent(ActiveModel.Lease::close);
    }
  }

  private void publish(Round round) {
    publisher.publish(round.bundle(), Activation.Role.ACTIVE, round.reason());
  }

  @Override
  public void close() {
    runner.close();
    inputs.close();
    training.close();
    publisher.close();
    follower.close();
    champion.close();
  }
}
