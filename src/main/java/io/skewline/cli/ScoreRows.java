// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Tally;
import io.skewline.learn.stats.Interval;
import io.skewline.train.score.Measures;
import io.skewline.train.score.Scoreboard.Dimension;
import io.skewline.train.score.Scoreboard.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A scoreboard for people and for programs. */
record ScoreRows(List<Dimension> by, List<Row> rows) {
  private static final int SHORT = 8;

  /** Numbers that are none are left out. */
  Map<String, Object> json() {
    List<Map<String, Object>> list = new ArrayList<>();
    rows.forEach(row -> list.add(json(row)));
    return Map.of("scores", list);
  }

  private Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("role", row.role().label());
    json.put("version", row.version());
    json.put("hash", row.hash());
    for (int i = 0; i < by.size(); i++) {
      json.put(by.get(i).label(), row.split().get(i));
    }
    Measures measures = row.measures();
    Tally.Numbers n = measures.tally().numbers();
    json.put("predictions", n.predictions());
    json.put("labelled", n.labelled());
    json.put("contradicted", n.contradicted());
    json.put("unlabelled", n.unlabelled());
    number(json, "coverage", measures.coverage());
    interval(json, "accuracy", measures.accuracy());
    interval(json, "macroF1", measures.macroF1());
    number(json, "calibrationError", measures.calibrationError());
    interval(json, "meanAbsoluteError", measures.meanError());
    interval(json, "intervalCoverage", measures.covered());
    if (n.paired() > 0) {
      json.put("paired", n.paired());
      json.put("won", n.won());
      json.put("lost", n.lost());
    }
    return json;
  }

  private static void number(Map<String, Object> json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    }
  }

  private static void interval(Map<String, Object> json, String name, Interval interval) {
    if (interval.isKnown()) {
      json.put(
          name, Map.of("value", interval.value(), "low", interval.low(), "high", interval.high()));
    }
  }

  /** The first one names the columns. */
  List<String> lines() {
    List<List<String>> cells = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("role", "version", "hash"));
    by.forEach(dimension -> header.add(dimension.label()));
    header.addAll(
        List.of("made", "labelled", "coverage", "accuracy", "macro-F1", "ECE", "MAE", "won:lost"));
    cells.add(header);
    rows.forEach(row -> cells.add(cells(row)));
    return aligned(cells);
  }

  private List<String> cells(Row row) {
    Measures measures = row.measures();
    Tally.Numbers n = measures.tally().numbers();
    List<String> cells = new ArrayList<>();
    cells.add(row.role().label());
    cells.add(Long.toString(row.version()));
    cells.add(row.hash().substring(0, Math.min(SHORT, row.hash().length())));
    cells.addAll(row.split());
    cells.add(Long.toString(n.predictions()));
    cells.add(Long.toString(n.labelled()));
    cells.add(text(measures.coverage()));
    cells.add(text(measures.accuracy()));
    cells.add(text(measures.macroF1()));
    cells.add(text(measures.calibrationError()));
    cells.add(text(measures.meanError()));
    cells.add(n.paired() == 0 ? "-" : n.won() + ":" + n.lost() + " of " + n.paired());
    return cells;
  }

  private static String text(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
  }

  private static String text(Interval interval) {
    return interval.isKnown()
        ? String.format(
            Locale.ROOT, "%.3f [%.3f, %.3f]", interval.value(), interval.low(), interval.high())
        : "-";
  }

  private static List<String> aligned(List<List<String>> cells) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int c = column;
        int width = cells.stream().mapToInt(r -> r.get(c).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
