// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedRegistry;
import io.skewline.http.Metrics;
import io.skewline.http.StatusServer;
import io.skewline.http.live.Dashboard;
import io.skewline.learn.RoundResult;
import io.skewline.learn.report.LearningCurve;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.network.encoder.Encoder;
import io.skewline.replay.Dataset;
import io.skewline.replay.EncoderFitting;
import io.skewline.replay.FramePublisher;
import io.skewline.replay.ReplayListener;
import io.skewline.replay.ReplayRun;
import io.skewline.replay.ReplaySettings;
import io.skewline.replay.WireBytes;
import io.skewline.topology.AppTopics;
import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import io.skewline.topology.TrainingTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The whole loop in one JVM: put together, watched, ended, summed up. */
final class DemoRun {
  /** A processor that has done nothing for so long has nothing left to do. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  private static final Duration EXIT = Duration.ofSeconds(90);
  private static final Duration LAST_ROUND = Duration.ofMinutes(5);

  private final FusionApp file;
  private final Dataset dataset;
  private final DemoSettings settings;
  private final AtomicReference<RoundResult> lastRound = new AtomicReference<>();
  private final LearningCurve curve = new LearningCurve();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  DemoRun(FusionApp file, Dataset dataset, DemoSettings settings) {
    this.file = file;
    this.dataset = dataset;
    this.settings = settings;
  }

  /** True if all went well and the ledger balances. */
  boolean run() throws Exception {
    Thread hook = new Thread(this::stopAndWait, "skewline-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    Path work = Files.createTempDirectory("skewline-demo-");
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        Metrics metrics = new Metrics(ProcessorApp.LABEL)) {
      say("broker " + kafka.bootstrapServers() + ", registry " + registry.url());
      FusionApp app =
          file.with(
              Map.of(
                  "bootstrap.servers",
                  kafka.bootstrapServers(),
                  "state.dir",
                  work.resolve("state").toString()),
              Map.of("schema.registry.url", registry.url()));
      try (Topics topics = new Topics(StreamsSettings.client(app))) {
        topics.create(AppTopics.specs(app, settings.partitions()));
      }
      return stream(app, metrics, encoders(app, work));
    } finally {
      Deleting.tree(work);
      ended.countDown();
    }
  }

  private void stopAndWait() {
    stop.countDown();
    try {
      ended.await(EXIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<Modality, Encoder> encoders(FusionApp app, Path work) throws IOException {
    Path folder = settings.encoders().orElse(work.resolve("encoders"));
    if (!Files.isDirectory(folder)) {
      say("fitting encoders for " + dataset.name());
      ReplaySettings replay = settings.replay();
      EncoderFitting.fit(dataset.original(), app.specs(), folder, replay.seed(), replay.noise())
          .forEach(report -> say("  " + EncodersCommand.Fit.line(report)));
    }
    return Encoders.load(app, folder);
  }

  private boolean stream(FusionApp app, Metrics metrics, Map<Modality, Encoder> encoders)
      throws Exception {
    Meters meters = new Meters(metrics.registry());
    try (ProcessorApp processor = new ProcessorApp(app, metrics, meters);
        TrainerApp trainer = new TrainerApp(app, metrics, Meters.unread(), lastRound::set);
        DemoWatch watch = new DemoWatch(app);
        FramePublisher publisher = Publishers.connect(app)) {
      processor.start();
      trainer
          .training()
          .onStanding(
              s -> curve.answered(s.windowEndMicros(), s.hit(), s.modelVersion(), s.drift()));
      trainer.start();
      watch.start();
      try (Dashboard dashboard =
              processor.dashboard(() -> Optional.of(LiveView.scores(trainer.scores().board())));
          StatusServer server =
              new StatusServer(
                  StatusPort.of(app, app.httpPort()),
                  processor.status(),
                  dashboard,
                  Clock.systemUTC())) {
        say("dashboard: " + server.url() + "/");
        Played played = play(app, encoders, publisher, processor, trainer, watch, metrics);
        return conclude(app, processor, trainer, watch, played);
      }
    }
  }

  /**
   * How it went.
   *
   * @param zeroMicros event time of the change, where there is one, else of the beginning
   * @param wire what frames took on it
   */
  private record Played(double framesPerSecond, WireBytes wire, long zeroMicros, boolean changed) {}

  private Played play(
      FusionApp app,
      Map<Modality, Encoder> encoders,
      FramePublisher publisher,
      ProcessorApp processor,
      TrainerApp trainer,
      DemoWatch watch,
      Metrics metrics)
      throws InterruptedException {
    long started = System.nanoTime();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    WireBytes wire;
    OptionalLong change;
    long zero;
    try (LayerOptions.Following following = settings.layers().follow(app);
        ReplayRun replay =
            new ReplayRun(
                dataset,
                encoders,
                settings.replay().with(following.choice()),
                publisher,
                Clock.systemUTC(),
                ReplayListener.NONE)) {
      Thread player = player(replay, failure);
      StatusLine line =
          new StatusLine(metrics.registry(), watch, trainer.scores().board(), processor.active());
      long end = settings.length().map(d -> started + d.toNanos()).orElse(Long.MAX_VALUE);
      while (player.isAlive() && System.nanoTime() < end && processor.runner().error().isEmpty()) {
        if (stop.await(250, TimeUnit.MILLISECONDS)) {
          break;
        }
        line.show();
      }
      replay.close();
      player.join();
      line.end();
      wire = replay.wire();
      change = replay.changeMicros();
      zero = change.orElse(replay.baseMicros());
    }
    if (failure.get() != null) {
      throw new IllegalStateException("replay: " + failure.get().getMessage(), failure.get());
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new Played(
        Meters.framesRead(metrics.registry()) / seconds, wire, zero, change.isPresent());
  }

  private static Thread player(ReplayRun replay, AtomicReference<Throwable> failure) {
    Thread player =
        new Thread(
            () -> {
              try {
                replay.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            "skewline-replay");
    player.setDaemon(true);
    player.start();
    return player;
  }

  private boolean conclude(
      FusionApp app, ProcessorApp processor, TrainerApp trainer, DemoWatch watch, Played played)
      throws Exception {
    say("waiting for the last windows and the last round");
    Map<Modality, Balance> ledger = settled(app, app.name());
    settled(app, TrainingTopology.applicationId(app));
    if (trainer.runner().error().isEmpty() && trainer.training().error().isEmpty()) {
      trainer.training().roundNow().get(LAST_ROUND.toSeconds(), TimeUnit.SECONDS);
    }
    DemoSummary summary =
        new DemoSummary(
            ledger,
            watch,
            trainer.scores().board(),
            processor.active().swaps(),
            Optional.ofNullable(lastRound.get()),
            played.framesPerSecond(),
            played.wire());
    summary.lines().forEach(DemoRun::say);
    if (settings.json().isPresent()) {
      summary.write(settings.json().get());
    }
    if (settings.curve().isPresent()) {
      drawCurve(settings.curve().get(), played);
    }
    Optional<Throwable> error = processor.runner().error().or(() -> trainer.training().error());
    error.ifPresent(e -> say("failed: " + e));
    return error.isEmpty() && summary.balanced();
  }

  private void drawCurve(Path file, Played played) throws IOException {
    curve.write(file, dataset.name() + ": right before learning from it", played.zeroMicros());
    if (played.changed()) {
      say(
          curve
              .recovery(played.zeroMicros())
              .map(Object::toString)
              .orElse("too few answers on one side of the change to tell how it was got over"));
    }
    say("curve: " + file);
  }

  /** The ledger once nothing is open, or once it has not changed for a while. */
  private Map<Modality, Balance> settled(FusionApp app, String applicationId)
      throws InterruptedException {
    Map<Modality, Balance> ledger = Map.of();
    long changed = System.nanoTime();
    while (System.nanoTime() - changed < QUIET.toNanos()) {
      Map<Modality, Balance> now = LedgerReader.read(StreamsSettings.client(app), applicationId);
      if (!now.equals(ledger)) {
        changed = System.nanoTime();
        ledger = now;
      } else if (!now.isEmpty() && now.values().stream().allMatch(b -> b.open() == 0)) {
        return now;
      }
      stop.await(500, TimeUnit.MILLISECONDS);
    }
    return ledger;
  }

  static void say(String line) {
    System.err.println(String.format(Locale.ROOT, "%s", line));
  }
}
