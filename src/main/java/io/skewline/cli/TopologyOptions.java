// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.ClientFile;
import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that works on a topology file takes. */
final class TopologyOptions {
  @Parameters(index = "0", paramLabel = "TOPOLOGY", description = "Topology file (YAML).")
  Path topology;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the topology file, e.g. align.deadline=1s.")
  List<String> overrides = List.of();

  @Option(
      names = "--kafka",
      paramLabel = "FILE",
      description = "Kafka client properties (TLS, SASL, …); they win over the topology file's.")
  Path kafka;

  FusionApp app() {
    FusionApp app = TopologyFile.read(topology, overrides);
    return kafka == null ? app : app.with(ClientFile.read(kafka), Map.of());
  }
}
