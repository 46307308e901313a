// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SweepCommandTest {
  @TempDir private Path out;

  @Test
  void shouldSayWhatIsWrongWithItsOptions() {
    assertThat(refusal("--budget", "10")).contains("15 fits: was 10");
    assertThat(refusal("--measure", "mae")).contains("accuracy, recall", "was mae");
    assertThat(refusal("--seeds", "0")).contains("seeds and threads must be 1 or more");
    assertThat(refusal("--objectives", "0.1,-1")).contains("-1.0; allowed: numbers in [0, 1000]");
    assertThat(refusal()).as("the generator").contains("has no end", "--seconds");
  }

  @Test
  void shouldTakeATableInTheFolderThatItMakes() {
    out = out.resolve("new");
    assertThat(refusal("--table", out.resolve("t.md").toString())).contains("has no end");
    assertThat(refusal("--table", out.resolve("deeper/t.md").toString())).contains("--table must");
  }

  /** The trainer's gate and baselines need labels; it must say so before it waits for a broker. */
  @Test
  void shouldClusterInSweepsAlone() {
    String topology = "topologies/text-text-clusters.yaml";
    StringWriter errors = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));
    for (String words : List.of("train " + topology, "demo --topology " + topology)) {
      errors.getBuffer().setLength(0);
      assertThat(command.execute(words.split(" "))).as(words).isEqualTo(Main.BAD_CONFIG);
      assertThat(errors.toString())
          .as(words)
          .contains("task.type is 'clustering'; allowed: classification, regression")
          .contains("skewline sweep");
    }
    assertThat(
            command.execute(
                "sweep", topology, "--encoders", "e", "--out", "o", "--objectives", "0.1"))
        .isEqualTo(Main.USAGE);
    assertThat(errors.toString()).contains("--objectives compares");
  }

  private String refusal(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("sweep", "topologies/audio-video-events.yaml", "--encoders", "nowhere"));
    all.addAll(List.of("--out", out.toString()));
    all.addAll(List.of(options));
    StringWriter errors = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));
    assertThat(command.execute(all.toArray(String[]::new))).isEqualTo(Main.USAGE);
    return errors.toString();
  }
}
