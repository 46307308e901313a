// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResultsCommandTest {
  @TempDir private Path folder;

  @Test
  void shouldWriteItsOwnSectionsAndLeaveTheRest() throws IOException {
    Path page = Files.writeString(folder.resolve("page.md"), "# Results\n");
    MarkedPage.write(page, "a", "first\n");
    MarkedPage.write(page, "b", "second\n");
    Files.writeString(page, Files.readString(page) + "the end\n");
    MarkedPage.write(page, "a", "anew\n");
    assertThat(Files.readString(page))
        .isEqualTo(
            "# Results\n\n<!-- results a -->\nanew\n<!-- /results a -->\n"
                + "\n<!-- results b -->\nsecond\n<!-- /results b -->\nthe end\n");
    Files.writeString(page, "<!-- results a -->\nno end\n");
    assertThatThrownBy(() -> MarkedPage.write(page, "a", "anew\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no end");
  }

  @Test
  void shouldNameTheSectionsThatThereAre() {
    StringWriter errors = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));
    assertThat(command.execute("results", "--data", "d", "--work", "w", "--only", "nothing"))
        .isEqualTo(2);
    assertThat(errors.toString()).contains("allowed: [mosi-binary, mosi-binary-objectives, ");
  }

  /** What stands on the page must be what was run: both commands must take it. */
  @Test
  void shouldMakeCommandLinesThatAreUnderstood() {
    for (Study study : Study.all()) {
      Path topologies = Path.of("topologies");
      assertThat(topologies.resolve(study.topology())).exists();
      parse(study.encoders(topologies, folder, folder));
      parse(study.sweep(topologies, folder, folder, folder, List.of("--seeds", "5")));
    }
  }

  private static void parse(List<String> words) {
    Main.commandLine().parseArgs(words.toArray(String[]::new));
  }
}
