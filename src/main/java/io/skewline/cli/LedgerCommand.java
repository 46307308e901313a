// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.TrainingTopology;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code skewline ledger}. */
@Command(
    name = "ledger",
    description = {
      "Prints per modality what became of its frames, and whether the sum holds:",
      "frames in = sum of outcomes + frames in open windows. Exits with 1 if it does not."
    },
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--trainer", description = "The trainer's ledger, not the processor's.")
  private boolean trainer;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    String id = trainer ? TrainingTopology.applicationId(app) : app.name();
    boolean exactlyOnce =
        StreamsConfig.EXACTLY_ONCE_V2.equals(
            app.kafka().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    LedgerText text =
        new LedgerText(LedgerReader.read(StreamsSettings.client(app), id), exactlyOnce);
    PrintWriter out = spec.commandLine().getOut();
    if (text.balances().isEmpty()) {
      out.println("no frame has been counted by " + id);
    } else {
      text.lines().forEach(out::println);
    }
    out.flush();
    return text.holds() ? 0 : Main.FAILED;
  }
}
