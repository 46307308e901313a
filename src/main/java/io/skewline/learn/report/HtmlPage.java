// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.Contender.Layer;
import io.skewline.learn.sweep.Standing;
import io.skewline.learn.sweep.SweepOutcome;
import io.skewline.learn.sweep.SweepSettings;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A sweep as one page: no script, nothing from elsewhere, pictures inside. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 960px; margin: 2em auto; padding: 0 1em; color: #222 }
      table { border-collapse: collapse; font-size: 14px; display: block; overflow-x: auto }
      th, td { padding: .25em .6em; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap }
      th:first-child, td:first-child { text-align: left }
      tr.chosen td { background: #e3f0fb; font-weight: bold }
      pre { background: #f4f4f4; padding: 1em; overflow-x: auto }
      img { max-width: 100% } figure { margin: 1.5em 0 } figcaption { color: #555 }
      """;

  private final SweepOutcome outcome;
  private final String title;
  private final StringBuilder page = new StringBuilder();

  HtmlPage(SweepOutcome outcome, String title) {
    this.outcome = outcome;
    this.title = title;
  }

  String write(List<String> findings, List<Picture> pictures) {
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>")
        .append(escaped(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style></head><body>\n");
    element("h1", title);
    element("p", how());
    element("h2", "What came of it");
    page.append("<ul>\n");
    findings.forEach(sentence -> element("li", sentence));
    page.append("</ul>\n");
    element("h2", "The chosen plan in the topology file");
    element("pre", TopologyLines.of(outcome.selected(), outcome.space(), outcome.settings().fit()));
    element("h2", "Pictures");
    for (Picture picture : pictures) {
      figure(picture);
    }
    element("h2", "Every contender");
    element(
        "p",
        "Best reported score first, those that the budget did not give every seed last: they could"
            + " not be chosen, and validation scores of fewer seeds are of other windows. Better by"
            + " is paired with late fusion, above 0 is better.");
    table();
    return page.append("</body></html>\n").toString();
  }

  private String how() {
    SweepSettings settings = outcome.settings();
    return String.format(
        Locale.ROOT,
        "Measured in %s (%s is better) on %d reported windows (%s), which had no part in any choice."
            + " Plans were chosen on validation groups that each of the %d seeds carved out of the"
            + " rest: of those within one standard error of the best, the cheapest. Intervals are"
            + " 95 %% of %d bootstrap resamples over seeds and groups, streams or windows. Validation"
            + " scores are too good where the encoders were fitted on the same rows.",
        settings.measure().label(),
        settings.measure().higherIsBetter() ? "higher" : "lower",
        outcome.reportedWindows(),
        outcome.marked() ? "rows marked val" : "held-out groups",
        settings.seeds(),
        settings.resamples());
  }

  private void figure(Picture picture) {
    page.append("<figure><img alt=\"")
        .append(escaped(picture.title()))
        .append("\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(picture.png()))
        .append("\"><figcaption>")
        .append(escaped(picture.caption()))
        .append("</figcaption></figure>\n");
  }

  private void table() {
    page.append("<table>\n<tr>");
    List.of(
            "contender",
            "seeds",
            "validation ± error",
            "reported",
            "better than late by",
            "floats",
            "multiply-adds",
            "layers",
            "cost")
        .forEach(head -> element("th", head));
    page.append("</tr>\n");
    outcome.standings().stream()
        .filter(standing -> !(standing.contender() instanceof Layer))
        .sorted(
            Comparator.<Standing, Boolean>comparing(s -> s.fits() < outcome.settings().seeds())
                .thenComparing(s -> !s.reported().isKnown())
                .thenComparing(
                    Comparator.<Standing>comparingDouble(
                            s -> outcome.settings().measure().oriented(s.reported().value()))
                        .reversed()))
        .forEach(this::row);
    page.append("</table>\n");
  }

  private void row(Standing standing) {
    boolean chosen = standing.contender().equals(outcome.selected());
    page.append(chosen ? "<tr class=\"chosen\">" : "<tr>");
    element("td", standing.contender().name() + (chosen ? " (chosen)" : ""));
    element("td", String.valueOf(standing.fits()));
    element("td", standing.validation().map(HtmlPage::withError).orElse("–"));
    element("td", Cells.of(standing.reported()));
    boolean late = standing.contender().equals(outcome.space().late());
    element("td", late ? "–" : Cells.of(standing.betterThanLate()));
    element("td", String.format(Locale.ROOT, "%.0f", standing.cost().floats()));
    element("td", String.format(Locale.ROOT, "%.0f", standing.cost().multiplyAdds()));
    element("td", String.format(Locale.ROOT, "%.0f", standing.cost().depth()));
    element("td", String.format(Locale.ROOT, "%.2f", standing.relativeCost()));
    page.append("</tr>\n");
  }

  private static String withError(Interval interval) {
    return interval.isKnown()
        ? String.format(Locale.ROOT, "%.3f ± %.3f", interval.value(), interval.standardError())
        : "–";
  }

  private void element(String tag, String text) {
    page.append('<').append(tag).append('>').append(escaped(text));
    page.append("</").append(tag).append(">\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
