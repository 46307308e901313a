// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the real data lies: SKEWLINE_DATA (property or environment), or beside the repository. */
final class TestData {
  private TestData() {}

  static Path root() {
    return Stream.of(
            System.getProperty("SKEWLINE_DATA"),
            System.getenv("SKEWLINE_DATA"),
            "../shared/data",
            "../../shared/data")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Path.of("../shared/data"));
  }

  /** Skips the calling test if the set is absent. */
  static Dataset require(String name) throws Exception {
    Path folder = root().resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder), folder + " is absent: set SKEWLINE_DATA to run this test");
    return open(name);
  }

  static Dataset open(String name) throws Exception {
    Path folder = root().resolve(name);
    return Datasets.open(DatasetFormat.of(folder), folder, List.of(), Datasets.Options.defaults());
  }
}
