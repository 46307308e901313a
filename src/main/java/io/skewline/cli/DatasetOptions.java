// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Task;
import io.skewline.modality.Modality;
import io.skewline.modality.ModalitySpec;
import io.skewline.replay.Dataset;
import io.skewline.replay.DatasetFormat;
import io.skewline.replay.Datasets;
import io.skewline.replay.ReplayRun;
import io.skewline.replay.ReplaySettings;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
      converter = Format.class,
      completionCandidates = FormatNames.class,
      description =
          "Format of the data set, where its folder does not tell: ${COMPLETION-CANDIDATES}.")
  DatasetFormat format;

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

  @Option(
      names = "--unseen-last",
      description =
          "Rows marked val come after all others, and none keeps its mark: a stream whose second"
              + " half nobody has met, to be learnt from.")
  boolean unseenLast;

  /**
   * @throws TypeConversionException where the options are wrong
   * @throws IOException where the data set is
   */
  Dataset open(FusionApp app) throws IOException {
    Datasets.Options options =
        new Datasets.Options(
            app.task() instanceof Task.Regression,
            streams,
            Datasets.Options.defaults().outageRate(),
            seed);
    Optional<DatasetFormat> format = format();
    if (format.isEmpty()) {
      if (unseenLast) {
        throw new TypeConversionException("--unseen-last needs rows marked val: --dataset DIR");
      }
      return generator(options);
    }
    Dataset opened = Datasets.open(format.get(), dataset, modalities(app), options);
    return unseenLast ? Datasets.unseenLast(opened) : opened;
  }

  /** {@link #open(FusionApp)} what can be played with these settings. */
  Dataset open(FusionApp app, ReplaySettings settings) throws IOException {
    Dataset opened = open(app);
    try {
      ReplayRun.requireEnd(opened, settings);
    } catch (IllegalArgumentException e) {
      opened.close();
      throw new TypeConversionException(e.getMessage());
    }
    return opened;
  }

  private static Dataset generator(Datasets.Options options) {
    try {
      return Datasets.generator(options);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("--" + e.getMessage());
    }
  }

  /** Empty for the generator; throws as {@link #open} does. */
  Optional<DatasetFormat> format() throws IOException {
    if (dataset == null) {
      if (format != null) {
        throw new TypeConversionException("--format is of a folder, but there is no --dataset DIR");
      }
      return Optional.empty();
    }
    if (!Files.isDirectory(dataset)) {
      throw new TypeConversionException("--dataset: there is no folder " + dataset);
    }
    return Optional.of(format != null ? format : DatasetFormat.of(dataset));
  }

  private static final class Format implements ITypeConverter<DatasetFormat> {
    @Override
    public DatasetFormat convert(String name) {
      try {
        return DatasetFormat.named(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static final class FormatNames extends ArrayList<String> {
    FormatNames() {
      super(DatasetFormat.names());
    }
  }

  private static List<Modality> modalities(FusionApp app) {
    return app.specs().stream().map(ModalitySpec::modality).toList();
  }
}
