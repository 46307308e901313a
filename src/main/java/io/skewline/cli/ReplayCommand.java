// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.replay.Dataset;
import io.skewline.replay.FramePublisher;
import io.skewline.replay.LineListener;
import io.skewline.replay.ProgressBarListener;
import io.skewline.replay.ReplayListener;
import io.skewline.replay.ReplayRun;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.FusionApp;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline replay}. */
@Command(
    name = "replay",
    description = "Plays a data set as frames and labels onto the topics of a topology file.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;
  @Mixin private DatasetOptions dataset;
  @Mixin private SignalOptions signals;
  @Mixin private LayerOptions layers;

  @Option(
      names = "--encoders",
      paramLabel = "DIR",
      required = true,
      description = "What `skewline encoders fit` wrote.")
  private Path encoders;

  @Option(
      names = "--speed",
      defaultValue = "1x",
      description = "1x is real time, 10x ten times faster, max as fast as possible.")
  private String speed;

  @Option(names = "--seconds", description = "Stop after so much event time.")
  private Long seconds;

  @Option(
      names = "--no-end-markers",
      description =
          "Let streams break off. By default a marker of each modality follows a stream's last frame"
              + " (at the latest when the run ends), so that its last windows wait for no deadline.")
  private boolean noEndMarkers;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    layers.check(app);
    ReplaySettings all =
        signals.settings(
            app, SignalOptions.speed(speed), SignalOptions.length(seconds), dataset.seed);
    ReplaySettings settings = noEndMarkers ? all.withoutEndMarkers() : all;
    Dataset played = dataset.open(app, settings);
    boolean terminal = System.console() != null;
    ProgressBarListener bar =
        terminal
            ? new ProgressBarListener("replay " + played.name(), played.spanMicros().isEmpty())
            : null;
    ReplayListener listener = bar != null ? bar : new LineListener(System.err::println);
    try (played;
        FramePublisher publisher = Publishers.connect(app);
        LayerOptions.Following following = layers.follow(app);
        ReplayRun run =
            new ReplayRun(
                played,
                Encoders.load(app, encoders),
                settings.with(following.choice()),
                publisher,
                Clock.systemUTC(),
                listener)) {
      var done = run.run();
      System.err.println(
          done.frames()
              + " frames, "
              + done.labels()
              + " labels published; "
              + WireText.of(run.wire()));
    } finally {
      if (bar != null) {
        bar.close();
      }
    }
    return 0;
  }
}
