// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a panel of a dashboard asks.
 *
 * @param where dashboard, panel and letter
 * @param promql with Grafana's variables filled in
 */
record DashboardQuery(String where, String promql) {
  /** Not a number where the task has classes. */
  private static final String ERROR = "skewline_train_prequential_error";

  static List<DashboardQuery> all() throws IOException {
    List<DashboardQuery> all = new ArrayList<>();
    for (Path file : files()) {
      for (JsonNode panel : json(file).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String title = panel.path("title").asText();
          String letter = target.path("refId").asText();
          all.add(
              new DashboardQuery(
                  file.getFileName() + ", " + title + ", " + letter,
                  filled(target.path("expr").asText())));
        }
      }
    }
    return all;
  }

  private static String filled(String query) {
    String filled =
        query.replace("$__rate_interval", RealPrometheus.RANGE).replace("$instance", ".*");
    if (filled.isBlank() || filled.contains("$")) {
      throw new IllegalArgumentException("no query, or one with a variable left: " + query);
    }
    return filled;
  }

  /** Of what series the dashboards offer the instances to choose from. */
  static List<String> variables() throws IOException {
    List<String> selectors = new ArrayList<>();
    for (Path file : files()) {
      for (JsonNode variable : json(file).at("/templating/list")) {
        String asked = variable.at("/query/query").asText();
        if (!asked.isEmpty()) {
          selectors.add(asked.substring("label_values(".length(), asked.lastIndexOf(',')));
        }
      }
    }
    return selectors;
  }

  /** Whether there is a series, and all have numbers. */
  boolean isAnsweredBy(RealPrometheus prometheus) throws IOException, InterruptedException {
    JsonNode series = prometheus.query(promql);
    boolean finite = true;
    for (JsonNode one : series) {
      double value = Double.parseDouble(one.at("/value/1").asText().replace("Inf", "Infinity"));
      finite &= Double.isFinite(value);
    }
    return !series.isEmpty() && (finite || promql.contains(ERROR));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("ops/grafana"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
