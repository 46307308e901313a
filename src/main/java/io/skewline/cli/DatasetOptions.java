// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Task;
import io.skewline.modality.ModalitySpec;
import io.skewline.replay.Dataset;
import io.skewline.replay.Datasets;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which signals are played. */
final class DatasetOptions {
  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description =
          "Folder of a data set: av-digits, grid-av, mosi or text-text, told by its name."
              + " Default: the built-in generator of audio-video events.")
  Path dataset;

  @Option(
      names = "--streams",
      defaultValue = "8",
      description = "Streams of the generator (default: ${DEFAULT-VALUE}).")
  int streams;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of every random choice (default: ${DEFAULT-VALUE}).")
  long seed;

  Dataset open(FusionApp app) throws IOException {
    Datasets.Options options =
        new Datasets.Options(
            app.task() instanceof Task.Regression,
            streams,
            Datasets.Options.defaults().outageRate(),
            seed);
    if (dataset == null) {
      return Datasets.open("generator", Path.of("."), modalities(app), options);
    }
    Path folder = dataset.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new IOException("--dataset: there is no folder " + dataset);
    }
    return Datasets.open(
        folder.getFileName().toString(), folder.getParent(), modalities(app), options);
  }

  private static java.util.List<io.skewline.modality.Modality> modalities(FusionApp app) {
    return app.specs().stream().map(ModalitySpec::modality).toList();
  }
}
