// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.topology.FusionApp;
import io.skewline.topology.LedgerReader;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.TrainingTopology;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline ledger}. */
@Command(
    name = "ledger",
    description = "Prints per modality what became of its frames: in = sum of outcomes + open.",
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;

  @Option(names = "--trainer", description = "The trainer's ledger, not the processor's.")
  private boolean trainer;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    String id = trainer ? TrainingTopology.applicationId(app) : app.name();
    Map<Modality, Balance> ledger = LedgerReader.read(StreamsSettings.client(app), id);
    if (ledger.isEmpty()) {
      System.out.println("no frame has been counted by " + id);
    }
    ledger.forEach((modality, balance) -> System.out.println(row(modality, balance)));
    return ledger.values().stream().allMatch(Balance::holds) ? 0 : Main.FAILED;
  }

  private static String row(Modality modality, Balance balance) {
    StringJoiner outcomes = new StringJoiner(" + ");
    for (Outcome outcome : Outcome.values()) {
      long n = balance.outcomes().getOrDefault(outcome, 0L);
      if (n > 0) {
        outcomes.add(n + " " + outcome.label());
      }
    }
    outcomes.add(balance.open() + " open");
    return modality + ": " + balance.in() + " in = " + outcomes;
  }
}
