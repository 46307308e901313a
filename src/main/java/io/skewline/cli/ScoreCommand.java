// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.train.score.ScoreReader;
import io.skewline.train.score.Scoreboard;
import io.skewline.train.score.Scoreboard.Dimension;
import io.skewline.wire.Codecs;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code skewline score}. */
@Command(
    name = "score",
    description = {
      "Prints how the predictions of each model fared against their labels, with 95 %% intervals,",
      "as the trainer counts them. Early verdicts are not scored, their corrections are."
    },
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
  @Mixin private TopologyOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "WHAT",
      description =
          "Splits each model's row: ${COMPLETION-CANDIDATES}; several with commas. By offset: how"
              + " far the modalities' frame times lay apart; by delay: how late the label came.")
  private List<Dimension> by = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    FusionApp app = options.app();
    Scoreboard board;
    try (ScoreReader reader =
        new ScoreReader(
            app.outputs().scores(),
            new Codecs(app.registry()).scores(),
            StreamsSettings.client(app))) {
      board = reader.read();
    }
    ScoreRows rows = new ScoreRows(by, board.rows(by));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows.json()));
    } else if (rows.rows().isEmpty()) {
      out.println("no prediction has been scored on " + app.outputs().scores());
    } else {
      rows.lines().forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
