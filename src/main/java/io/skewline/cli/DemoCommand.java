// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.replay.Dataset;
import io.skewline.replay.DatasetFormat;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code skewline demo}. */
@Command(
    name = "demo",
    description =
        "Broker, registry, signals, encoders, processor and trainer in one JVM: watch a model"
            + " learn and be swapped in.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String DEFAULT = "audio-video-events";

  /** Data set to the topology that suits it; others need one of their own. */
  private static final Map<DatasetFormat, String> TOPOLOGIES =
      Map.of(
          DatasetFormat.AV_DIGITS,
          "digits",
          DatasetFormat.GRID_AV,
          "lips",
          DatasetFormat.MOSI,
          "text-audio-video-sentiment",
          DatasetFormat.IEMOCAP,
          "text-audio-sentiment",
          DatasetFormat.TEXT_TEXT,
          "text-text");

  @Mixin private DatasetOptions dataset;
  @Mixin private SignalOptions signals;
  @Mixin private LayerOptions layers;

  @Option(
      names = "--topology",
      paramLabel = "FILE",
      description = "Default: the one that suits the data set.")
  private Path topology;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the topology file.")
  private List<String> overrides = List.of();

  @Option(
      names = "--seconds",
      description =
          "Stream for so long, then end. Default: until stopped, or to the data set's end.")
  private Long seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the summary there.")
  private Path json;

  @Option(
      names = "--curve",
      paramLabel = "FILE.png",
      description =
          "Draw there what the active models got right before anything was learnt from it, and"
              + " write the points beside it (.csv); with --unseen-last or --noise-from, tell how"
              + " long the change took to get over.")
  private Path curve;

  @Option(
      names = "--encoders",
      paramLabel = "DIR",
      description = "Use these encoders, or fit them there if the folder does not exist.")
  private Path encoders;

  @Option(
      names = "--speed",
      description = "1x, 10x, max. Default: 1x for the generator and grid-av, else 4x.")
  private String speed;

  @Option(names = "--http-port", description = "Default: the topology file's; 0 takes a free one.")
  private Integer httpPort;

  @Option(names = "--partitions", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Override
  public Integer call() throws Exception {
    FusionApp app = app();
    TrainerApp.requireLabels(app);
    layers.check(app);
    OutputFile.check("--json", json);
    OutputFile.check("--curve", curve);
    if (partitions < 1) {
      throw new TypeConversionException("--partitions must be 1 or more: was '" + partitions + "'");
    }
    Optional<Duration> length = SignalOptions.length(seconds);
    ReplaySettings replay =
        signals.settings(
            app,
            SignalOptions.speed(speed != null ? speed : defaultSpeed()),
            Optional.empty(),
            dataset.seed);
    DemoSettings settings =
        new DemoSettings(
            length,
            Optional.ofNullable(json),
            Optional.ofNullable(curve),
            Optional.ofNullable(encoders),
            replay,
            partitions,
            layers);
    try (Dataset signalsOf = dataset.open(app, replay)) {
      return new DemoRun(app, signalsOf, settings).run() ? 0 : Main.FAILED;
    }
  }

  /** Signals in real time run in real time; items without a time of their own may come faster. */
  private String defaultSpeed() throws IOException {
    return dataset.format().map(f -> f == DatasetFormat.GRID_AV).orElse(true) ? "1x" : "4x";
  }

  private FusionApp app() throws IOException {
    List<String> all = new ArrayList<>(overrides);
    if (httpPort != null) {
      all.add("http.port=" + httpPort);
    }
    if (topology != null) {
      return TopologyFile.read(topology, all);
    }
    Optional<DatasetFormat> format = dataset.format();
    if (format.isPresent() && !TOPOLOGIES.containsKey(format.get())) {
      throw new TypeConversionException(
          format.get().formatName()
              + " has no topology of its own here: --topology FILE names one");
    }
    return bundled(format.map(TOPOLOGIES::get).orElse(DEFAULT), all);
  }

  /** The jar carries the topology files, so that the demo runs anywhere. */
  private static FusionApp bundled(String name, List<String> overrides) throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream("/topologies/" + name + ".yaml")) {
      if (in == null) {
        throw new IOException("the jar carries no topology " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return TopologyFile.parse(name + ".yaml", text, overrides);
    }
  }
}
