// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.topology.FusionApp;
import io.skewline.topology.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each topologies/*.yaml has its Streams topologies written down; -DupdateDocs=true rewrites. */
class DescriptionDriftTest {

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("topologies"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldBeAsWrittenDown(Path file) throws IOException {
    FusionApp app = TopologyFile.read(file, List.of("registry.schema.registry.url=mock://drift"));
    String described =
        DescribeCommand.descriptions(app).stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n"));
    Path written = Path.of(file.toString().replace(".yaml", ".txt"));
    if (Boolean.getBoolean("updateDocs")) {
      Files.writeString(written, described);
    }
    assertThat(written).hasContent(described);
  }
}
