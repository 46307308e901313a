// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.align.Drain;
import io.skewline.fusion.BundleReader;
import io.skewline.http.HealthCheck;
import io.skewline.http.Metrics;
import io.skewline.http.Progress;
import io.skewline.http.Status;
import io.skewline.http.live.Dashboard;
import io.skewline.ledger.MeterSpec;
import io.skewline.ledger.Meters;
import io.skewline.models.ModelFollower;
import io.skewline.network.EngineUnavailableException;
import io.skewline.network.NetworkBundleReader;
import io.skewline.serve.ActiveModel;
import io.skewline.serve.ConditionsWatch;
import io.skewline.serve.RecentVerdicts;
import io.skewline.topology.AppTopics;
import io.skewline.topology.BadConfigException;
import io.skewline.topology.Draining;
import io.skewline.topology.FrameTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.FusionTopology;
import io.skewline.topology.Inputs;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StartChecks;
import io.skewline.topology.StreamsRunner;
import io.skewline.topology.StreamsSettings;
import io.skewline.wire.Codecs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;

/** A processor put together: the models' follower, the active model, the Streams application. */
final class ProcessorApp implements Stopping.Running {
  /** What its meters are tagged with. */
  static final String LABEL = "processor";

  private final FusionApp app;
  private final Metrics metrics;
  private final Meters meters;
  private final ServedModels models;
  private final ModelFollower follower;
  private final Inputs inputs;
  private final Topology topology;
  private final StreamsRunner runner;
  private final Progress progress;
  private final Drain drain = new Drain();
  private final LiveModels loaded = new LiveModels();
  private final RecentVerdicts verdicts;
  private volatile boolean stopping;

  /**
   * @throws BadConfigException if the engine that the file wants cannot run here
   */
  ProcessorApp(FusionApp app, Metrics metrics, Meters meters) {
    this.app = app;
    this.metrics = metrics;
    this.meters = meters;
    meters.begin(MeterSpec.Where.PROCESSOR, app.align().names(), app.task().labels());
    Codecs codecs = new Codecs(app.registry());
    this.models =
        new ServedModels(
            meters,
            new ConditionsWatch(app.fuse().certifiedShare(), meters),
            app.shadowed().share() > 0,
            loaded::add);
    this.verdicts = new RecentVerdicts(models.active());
    this.follower =
        new ModelFollower(
            app.models(),
            codecs.bundleParts(),
            codecs.activations(),
            reader(app),
            models,
            meters,
            StreamsSettings.client(app));
    this.inputs = new Inputs(FrameTopics.ofProcessor(app), meters);
    this.topology =
        FusionTopology.build(
            app, codecs, models.active(), models.candidate(), verdicts, inputs, drain, meters);
    this.runner =
        new StreamsRunner(
            topology,
            inputs.observing(StreamsSettings.streams(app, app.name())),
            app.shutdown().within());
    inputs.of(runner.streams());
    this.progress = new StreamsProgress(runner.streams(), metrics.registry());
  }

  private static BundleReader reader(FusionApp app) {
    try {
      return NetworkBundleReader.expecting(app.specs(), app.task(), app.engine());
    } catch (EngineUnavailableException e) {
      throw new BadConfigException(app.file(), List.of(e.getMessage()), e);
    }
  }

  /** Returns with the active model loaded and the application starting. */
  void start() {
    inputs.begin(StartChecks.ofProcessor(app));
    follower.start();
    metrics.bind(runner.streams(), AppTopics.all(app));
    runner.start();
  }

  /** Reads to the end, closes what is open, stops. */
  void drain() throws InterruptedException {
    try (Draining draining = new Draining(app, drain, runner.streams())) {
      Thread stop = new Thread(() -> stopWaiting(draining), "skewline-drain");
      stop.setDaemon(true);
      stop.start();
      draining.run();
    }
    runner.close();
  }

  private void stopWaiting(Draining draining) {
    try {
      runner.await();
      draining.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  StreamsRunner runner() {
    return runner;
  }

  ActiveModel active() {
    return models.active();
  }

  /**
   * The page about this processor. To be closed before it.
   *
   * @param scores its scoreboard, if there is one
   */
  Dashboard dashboard(Supplier<Optional<Map<String, ?>>> scores) {
    var history = new LiveModels.Shown(loaded, follower.history(), active());
    return new Dashboard(
        new LiveView(app, verdicts, history, () -> ledger(app, app.name()), scores),
        metrics.registry());
  }

  Status status() {
    return new Status(
        progress,
        this::readiness,
        metrics::scrape,
        topology.describe(),
        Optional.of(() -> ledger(app, app.name())));
  }

  @Override
  public boolean giveNotice() {
    boolean first = !stopping;
    stopping = true;
    return first && runner.running();
  }

  private List<HealthCheck> readiness() {
    return List.of(
        streams(runner, stopping),
        model(),
        new HealthCheck("conditions", true, active().conditions().detail()),
        // Told, but no reason to take no part: what does meet is fused.
        new HealthCheck("partitioning", true, inputs.partitioners().detail()));
  }

  static HealthCheck streams(StreamsRunner runner, boolean stopping) {
    String waiting = runner.waitingFor();
    String state = runner.streams().state().name() + (stopping ? ", told to stop" : "");
    return new HealthCheck(
        "streams",
        runner.running() && !stopping,
        waiting.isEmpty() ? state : state + ", " + waiting);
  }

  private HealthCheck model() {
    String engines = String.join(" and ", new TreeSet<>(active().engines()));
    String holding = meters.held() == 0 ? "" : ", holding %d windows".formatted(meters.held());
    return active().present()
        ? new HealthCheck("model", true, "loaded, computed by " + engines + holding)
        : new HealthCheck("model", false, "no model yet" + holding);
  }

  /** What {@code /ledger} shows of an application. */
  static Map<String, ?> ledger(FusionApp app, String applicationId) {
    Map<String, Object> rows = new TreeMap<>();
    LedgerReader.read(StreamsSettings.client(app), applicationId)
        .forEach(
            (modality, balance) ->
                rows.put(
                    modality.name(),
                    Map.of(
                        "in",
                        balance.in(),
                        "outcomes",
                        balance.outcomes(),
                        "open",
                        balance.open())));
    return rows;
  }

  /** The stream threads first: inference must have stopped before native memory goes. */
  @Override
  public void close() {
    stopping = true;
    runner.close();
    inputs.close();
    follower.close();
    models.close();
  }
}
