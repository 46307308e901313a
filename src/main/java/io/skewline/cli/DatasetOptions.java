// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.replay.Dataset;
import io.skewline.replay.DatasetFormat;
import io.skewline.replay.Datasets;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which signals are played. */
final class DatasetOptions {
  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description =
          "Folder of a data set; its format is told by what lies in it (docs/DATASETS.md)."
              + " Default: the built-in generator of audio-video events.")
  Path dataset;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "Format of the data set, where its folder does not tell: av-digits, grid-av, mosi,"
              + " text-text, iemocap, ave, hateful-memes, csd or c4el.")
  String format;

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
    Optional<DatasetFormat> format = format();
    return format.isEmpty()
        ? Datasets.generator(options)
        : Datasets.open(format.get(), dataset, modalities(app), options);
  }

  /** Empty for the generator. */
  Optional<DatasetFormat> format() throws IOException {
    if (dataset == null) {
      if (format != null) {
        throw new IllegalArgumentException("--format is of a folder: --dataset DIR is absent");
      }
      return Optional.empty();
    }
    if (!Files.isDirectory(dataset)) {
      throw new IOException("--dataset: there is no folder " + dataset);
    }
    return Optional.of(format != null ? DatasetFormat.named(format) : DatasetFormat.of(dataset));
  }

  private static List<Modality> modalities(FusionApp app) {
    return app.specs().stream().map(ModalitySpec::modality).toList();
  }
}
