// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.learn.sweep.FitStore;
import io.skewline.learn.sweep.Planted;
import io.skewline.learn.sweep.Sweep;
import io.skewline.learn.sweep.SweepOutcome;
import io.skewline.learn.sweep.SweepSettings;
import io.skewline.modality.LabelledWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepReportTest {
  private static final List<LabelledWindow> EXAMPLES = Planted.product(240, 3, 2, 7);
  private static final SweepSettings SETTINGS = Planted.settings(Planted.YES_NO, 2, 16, 4);

  @TempDir private Path folder;

  @Test
  void shouldWriteTheSameTableAgainFromWhatWasFittedBefore() throws IOException {
    AtomicInteger found = new AtomicInteger();
    sweep(folder, found);
    assertThat(found).hasValue(0);
    String first = Files.readString(folder.resolve("results.csv"));
    breakOff(folder.resolve("fits.jsonl"));
    int lines = lines(folder.resolve("fits.jsonl"));
    sweep(folder, found);
    assertThat(found).as("but the one that was cut short").hasValue(lines - 1);
    assertThat(Files.readString(folder.resolve("results.csv"))).isEqualTo(first);

    assertThat(lines(folder.resolve("fits.jsonl"))).as("one was fitted again").isEqualTo(lines + 1);

    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    sweep(elsewhere, found);
    assertThat(Files.readString(elsewhere.resolve("results.csv")))
        .as("the same seed, all fitted anew")
        .isEqualTo(first);
  }

  private static void sweep(Path to, AtomicInteger found) throws IOException {
    try (FitLog log = new FitLog(to.resolve("fits.jsonl"))) {
      found.set(log.size());
      new SweepReport(Sweep.run(SETTINGS, EXAMPLES, log, (done, all, last) -> {}), "a sweep")
          .write(to);
    }
  }

  /** As if the machine had gone down while the last line was written. */
  private static void breakOff(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(
        file,
        java.util.Arrays.copyOf(bytes, bytes.length - 40),
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static int lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return (int) lines.count();
    }
  }

  @Test
  void shouldPutBaselinesAndTheChosenPlanIntoOneTable() {
    SweepOutcome outcome =
        Sweep.run(SETTINGS, EXAMPLES, FitStore.inMemory(), (done, all, last) -> {});
    String table = ResultTable.markdown(outcome);
    assertThat(table).contains("rows marked `val`), 2 seeds.");
    assertThat(
            table.lines().filter(line -> line.startsWith("| ")).map(line -> line.split(" \\|")[0]))
        .contains("| model", "| audio alone", "| video alone", "| score addition", "| `pairwise`")
        .doesNotHaveDuplicates();
    assertThat(table.lines().filter(line -> line.contains(", chosen |"))).hasSize(1);
    assertThat(table).containsPattern("- Skew .* over|- Skew .* against").contains("is best. ");
    assertThat(table).contains(Cells.of(outcome.of(outcome.selected()).reported()));
  }

  @Test
  void shouldWriteOnePageThatNeedsNothingElse() throws IOException {
    SweepReport report =
        new SweepReport(
            Sweep.run(
                SETTINGS,
                Planted.product(240, 3, 3, 7),
                FitStore.inMemory(),
                (done, all, last) -> {}),
            "a & b");
    report.write(folder);
    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page).doesNotContain("http").doesNotContain("<script").contains("a &amp; b");
    for (String name :
        List.of("pairs-audio-video", "skew", "layers", "missing-audio", "missing-video", "cost")) {
      BufferedImage image = ImageIO.read(folder.resolve("charts").resolve(name + ".png").toFile());
      assertThat(image.getWidth()).isGreaterThan(400);
    }
    assertThat(page.split("data:image/png;base64,")).hasSize(7);
    assertThat(page).contains("audio alone", "score addition", "audio+video linear", "late");
    assertThat(report.findings()).anyMatch(s -> s.startsWith("A trial, no result"));
    assertThat(report.findings())
        .as("the signal is in the top pair")
        .anyMatch(s -> s.matches("Skew (does not help here over|harms here against) late: .*"));
    assertThat(report.topologyLines()).startsWith("fusion:\n  plan: ").contains("  width: 8\n");
    assertThat(Files.readString(folder.resolve("results.json"))).contains("\"findings\"");
  }
}
