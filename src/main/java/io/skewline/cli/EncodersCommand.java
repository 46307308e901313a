// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.modality.Modality;
import io.skewline.replay.Dataset;
import io.skewline.replay.EncoderFitting;
import io.skewline.topology.BadConfigException;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline encoders}. */
@Command(
    name = "encoders",
    description = "Small encoders for data sets of raw signals.",
    mixinStandardHelpOptions = true,
    subcommands = EncodersCommand.Fit.class)
final class EncodersCommand {

  /** {@code skewline encoders fit}. */
  @Command(
      name = "fit",
      description =
          "Trains one encoder per modality on that modality alone and freezes it; rows marked val"
              + " are only reported. docs/ENCODERS.md tells the files.",
      mixinStandardHelpOptions = true)
  static final class Fit implements Callable<Integer> {
    @Mixin private TopologyOptions options;
    @Mixin private DatasetOptions dataset;

    @Mixin private SignalOptions signals;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
    private Path out;

    @Override
    public Integer call() throws IOException {
      FusionApp app = options.app();
      OutputFile.checkFolder("--out", out);
      Map<Modality, Double> noise =
          signals.settings(app, 1, Optional.empty(), dataset.seed).noise();
      try (Dataset signalsOf = dataset.open(app)) {
        requireModalities(app, signalsOf);
        for (var r :
            EncoderFitting.fit(signalsOf.original(), app.specs(), out, dataset.seed, noise)) {
          System.out.println(line(r));
        }
      }
      return 0;
    }

    private static void requireModalities(FusionApp app, Dataset dataset) {
      List<String> problems = new ArrayList<>();
      for (int i = 0; i < app.specs().size(); i++) {
        Modality modality = app.specs().get(i).modality();
        if (!dataset.modalities().contains(modality)) {
          problems.add(
              "streams.%d.modality is '%s'; allowed: what %s has, %s"
                  .formatted(i, modality, dataset.name(), dataset.modalities()));
        }
      }
      if (!problems.isEmpty()) {
        throw new BadConfigException(app.file(), problems);
      }
    }

    static String line(EncoderFitting.Report r) {
      String line =
          String.format(
              Locale.ROOT,
              "%s: %d examples, %d epochs, score on held-out groups %.3f",
              r.modality(),
              r.examples(),
              r.epochs(),
              r.heldOutScore());
      return Double.isNaN(r.valScore())
          ? line
          : line + String.format(Locale.ROOT, ", on val %.3f", r.valScore());
    }
  }
}
