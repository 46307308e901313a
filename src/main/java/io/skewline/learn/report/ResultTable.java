// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.sweep.Contender;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Standing;
import io.skewline.learn.sweep.SweepOutcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What came of a sweep in a dozen lines of Markdown: baselines, late, pairwise, the chosen plan.
 */
public final class ResultTable {
  private final SweepOutcome outcome;
  private final Findings findings;
  private final String measure;

  private ResultTable(SweepOutcome outcome) {
    this.outcome = outcome;
    this.findings = new Findings(outcome);
    this.measure = outcome.settings().measure().label();
  }

  public static String markdown(SweepOutcome outcome) {
    return new ResultTable(outcome).markdown();
  }

  private String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%d reported windows (%s), %d seeds.",
            outcome.reportedWindows(),
            outcome.marked() ? "rows marked `val`" : "streams held out",
            outcome.settings().seeds()));
    lines.add("");
    lines.add(
        "| model | cost | %s | better than late | the chosen plan is better by |"
            .formatted(measure));
    lines.add("|---|---|---|---|---|");
    rows().forEach(row -> lines.add(line(row)));
    lines.add("");
    findings.verdicts().forEach(sentence -> lines.add("- " + sentence));
    return String.join("\n", lines) + "\n";
  }

  /** Each once, though the chosen plan may be late or pairwise. */
  private Set<Contender> rows() {
    Set<Contender> rows = new LinkedHashSet<>(findings.baselines());
    rows.add(outcome.bestSkewed());
    rows.add(outcome.selected());
    return rows;
  }

  private String line(Contender row) {
    Standing standing = outcome.of(row);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %s | %s | %s |",
        name(row),
        standing.relativeCost(),
        Cells.of(standing.reported()),
        row.equals(outcome.space().late()) ? "" : Cells.signed(standing.betterThanLate()),
        row.equals(outcome.selected())
            ? ""
            : Cells.signed(outcome.better(outcome.selected(), row)));
  }

  private String name(Contender row) {
    List<String> roles = new ArrayList<>();
    if (row.equals(outcome.bestSkewed()) && !row.equals(outcome.space().late())) {
      roles.add("best skew-pair by validation");
    }
    if (row.equals(outcome.selected())) {
      roles.add("chosen");
    }
    String name = row instanceof Fused ? "`" + row.name() + "`" : row.name();
    return roles.isEmpty() ? name : name + ", " + String.join(", ", roles);
  }
}
