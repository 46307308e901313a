// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.skewline.learn.sweep.SweepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a sweep to a folder: {@code results.csv}, {@code results.json}, {@code report.html} and a
 * PNG per picture under {@code charts}. Needs no screen.
 */
public final class SweepReport {
  private final SweepOutcome outcome;
  private final String title;
  private final List<String> findings;

  public SweepReport(SweepOutcome outcome, String title) {
    this.outcome = outcome;
    this.title = title;
    this.findings = new Findings(outcome).sentences();
  }

  /** What the numbers say, in sentences. */
  public List<String> findings() {
    return findings;
  }

  /** The chosen plan as lines of a topology file. */
  public String topologyLines() {
    return TopologyLines.of(outcome.selected(), outcome.space(), outcome.settings().fit());
  }

  public void write(Path folder) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(folder.resolve("charts"));
    SweepTable table = new SweepTable(outcome);
    Files.writeString(folder.resolve("results.csv"), table.csv());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("results.json").toFile(), json(table));
    List<Picture> pictures = new Charts(outcome).all();
    for (Picture picture : pictures) {
      Files.write(folder.resolve("charts").resolve(picture.name() + ".png"), picture.png());
    }
    Files.writeString(
        folder.resolve("report.html"), new HtmlPage(outcome, title).write(findings, pictures));
  }

  private Map<String, Object> json(SweepTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("measure", outcome.settings().measure().label());
    json.put("reportedWindows", outcome.reportedWindows());
    json.put("reportedAreVal", outcome.marked());
    json.put("seeds", outcome.settings().seeds());
    json.put("resamples", outcome.settings().resamples());
    json.put("selected", outcome.selected().name());
    json.put("fusion", topologyLines());
    json.put("findings", findings);
    json.put("contenders", table.rows());
    return json;
  }
}
