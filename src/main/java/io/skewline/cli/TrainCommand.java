// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.http.Metrics;
import io.skewline.http.StatusServer;
import io.skewline.http.StatusSettings;
import io.skewline.ledger.Meters;
import io.skewline.topology.FusionApp;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skewline train}. */
@Command(
    name = "train",
    description =
        "Joins windows with labels, learns from them, and publishes what beats the active model."
            + " Runs until stopped.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    StatusSettings http = StatusPort.of(app, app.trainerPort());
    try (Metrics metrics = new Metrics();
        TrainerApp trainer =
            new TrainerApp(app, metrics, new Meters(metrics.registry()), result -> {})) {
      Stopping.onExit(trainer, app.shutdown());
      trainer.start();
      try (StatusServer server = new StatusServer(http, trainer.status(), Clock.systemUTC())) {
        System.err.println(server.url() + "/scores");
        return Stopping.await(trainer.runner());
      }
    }
  }
}
