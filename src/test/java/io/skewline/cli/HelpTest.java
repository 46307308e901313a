// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  static Stream<List<String>> commands() {
    return below(Main.commandLine(), List.of());
  }

  private static Stream<List<String>> below(CommandLine command, List<String> path) {
    Stream<List<String>> own =
        command.getSubcommands().entrySet().stream()
            .flatMap(
                sub -> {
                  List<String> words = new ArrayList<>(path);
                  words.add(sub.getKey());
                  return below(sub.getValue(), words);
                });
    return Stream.concat(Stream.of(path), own);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldHelp(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.add("--help");
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
    assertThat(line.execute(words.toArray(String[]::new))).isZero();
    assertThat(out.toString())
        .contains("Usage: " + ("skewline " + String.join(" ", command)).strip());
  }
}
