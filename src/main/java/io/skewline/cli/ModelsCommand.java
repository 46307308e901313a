// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.BadBundleException;
import io.skewline.models.ModelSettings;
import io.skewline.network.OnnxFile;
import io.skewline.topology.FusionApp;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code skewline models}. */
@Command(
    name = "models",
    description = "What is on the models topic.",
    mixinStandardHelpOptions = true,
    subcommands = ModelsCommand.Export.class)
final class ModelsCommand {

  /** {@code skewline models export}. */
  @Command(
      name = "export",
      description = {
        "Writes a model as an ONNX file (opset 17) that other tools run. Inputs: per layer",
        "`modality.layer`, rows x width floats as encoders give them, and `present`, rows x",
        "modalities of 0 or 1. Outputs: `scores`, or `value`, `low` and `high`, calibrated;",
        "`output` (logits, or the standardised value); `agreement`."
      },
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {
    @Mixin private TopologyOptions options;
    @Spec private CommandSpec spec;

    @Option(
        names = "--onnx",
        paramLabel = "FILE",
        required = true,
        description = "The file to be written; one that is there is replaced.")
    private Path onnx;

    @Option(
        names = "--model-version",
        paramLabel = "N",
        description = "This version instead of the active one.")
    private Long version;

    @Option(
        names = "--naive",
        description =
            "The formulas as they stand, for reading; by default products are folded, for speed.")
    private boolean naive;

    @Override
    public Integer call() throws IOException, BadBundleException {
      FusionApp app = options.app();
      ModelSettings models = app.models();
      if (version != null) {
        models = models.pinned(version);
      }
      TopicBundle bundle = TopicBundle.active(app, models);
      byte[] model = OnnxFile.of(bundle.bytes(), naive);
      Files.write(onnx, model);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "model version %d (%s): %,d bytes to %s%n",
          bundle.manifest().version(), bundle.hash(), model.length, onnx);
      out.flush();
      return 0;
    }
  }
}
