// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.http.Metrics;
import io.skewline.http.StatusServer;
import io.skewline.http.StatusSettings;
import io.skewline.http.live.Dashboard;
import io.skewline.ledger.Meters;
import io.skewline.topology.FusionApp;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline process}. */
@Command(
    name = "process",
    description = "Aligns, fuses and predicts; follows the models topic. Runs until stopped.",
    mixinStandardHelpOptions = true)
final class ProcessCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;

  @Option(
      names = "--drain",
      description =
          "Reads to the present end of the inputs, closes every open window as shutdown, stops.")
  private boolean drain;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    StatusSettings http = StatusPort.of(app, app.httpPort());
    try (Metrics metrics = new Metrics(ProcessorApp.LABEL);
        ProcessorApp processor = new ProcessorApp(app, metrics, new Meters(metrics.registry()))) {
      Stopping.onExit(processor, app.shutdown());
      processor.start();
      try (Dashboard dashboard = processor.dashboard(new TopicScores(app));
          StatusServer server =
              new StatusServer(http, processor.status(), dashboard, Clock.systemUTC())) {
        System.err.println("dashboard: " + server.url() + "/");
        if (drain) {
          processor.drain();
        }
        return Stopping.await(processor.runner());
      }
    }
  }
}
