// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

  FusionApp app() throws IOException {
    return TopologyFile.read(topology, overrides).with(kafkaProperties(kafka), Map.of());
  }

  static Map<String, String> kafkaProperties(Path file) throws IOException {
    Properties properties = new Properties();
    if (file != null) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (java.nio.file.NoSuchFileException e) {
        throw new IOException("--kafka: there is no file " + file, e);
      }
    }
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}
