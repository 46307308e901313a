// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alerts name meters that are, and lie as Grafana and a reader want them. */
class MonitoringFilesTest {
  private static final Path ALERTS = Path.of("ops/prometheus/rules/alerts.yml");
  private static final Path ALERTS_TEST = Path.of("ops/prometheus/alerts-test.yml");
  private static final Pattern METER = Pattern.compile("\\bskewline_[a-z_]+");

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("ops/grafana"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static List<JsonNode> alerts() throws IOException {
    JsonNode file = new YAMLMapper().readTree(ALERTS.toFile());
    return file.findParents("alert");
  }

  @Test
  void shouldKnowWhatToDoAboutEachAlert() throws IOException {
    String runbook = Files.readString(Path.of("docs/RUNBOOK.md"));
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
      assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/RUNBOOK.md#" + name.toLowerCase(java.util.Locale.ROOT));
      assertThat(runbook).contains("\n## " + name + "\n");
    }
    assertThat(runbook.lines().filter(line -> line.startsWith("## "))).hasSize(alerts().size());
  }

  @Test
  void shouldHaveEachAlertFireInItsRulesTest() throws IOException {
    String firing = Files.readString(ALERTS_TEST);
    assertThat(alerts())
        .isNotEmpty()
        .extracting(alert -> alert.path("alert").asText())
        .allSatisfy(name -> assertThat(firing).contains("{alertname=\"" + name + "\"}', value: "));
  }

  @Test
  void shouldAskAlertsOfMetersThatAre() throws IOException {
    assertMeters(Files.readString(ALERTS));
    assertMeters(Files.readString(ALERTS_TEST));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldAskEachDashboardOfMetersThatAre(Path file) throws IOException {
    assertMeters(Files.readString(file));
  }

  private static void assertMeters(String text) {
    Set<String> asked =
        METER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    assertThat(known()).containsAll(asked);
  }

  private static Set<String> known() {
    return Arrays.stream(MeterSpec.values())
        .flatMap(MonitoringFilesTest::series)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> series(MeterSpec spec) {
    Stream<String> suffixes =
        switch (spec.kind()) {
          case COUNTER, GAUGE -> Stream.of("");
          case TIMER, SUMMARY -> Stream.of("_count", "_sum", "_max", "_bucket");
        };
    return suffixes.map(suffix -> spec.prometheus() + suffix);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void shouldBeProvisionableAnywhere(Path file) throws IOException {
    JsonNode board = new ObjectMapper().readTree(file.toFile());
    assertThat(board.path("uid").asText()).matches("skewline-[a-z-]+");
    assertThat(board.has("id")).as("an id of one Grafana").isFalse();
    assertThat(board.at("/templating/list/0/type").asText()).isEqualTo("datasource");
    Set<Integer> ids = new TreeSet<>();
    boolean[][] taken = new boolean[400][24];
    for (JsonNode panel : board.path("panels")) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(ids.add(panel.path("id").asInt())).as("id of " + title).isTrue();
      place(panel.path("gridPos"), taken, title);
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).as(title).isNotBlank();
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(panel.path("targets")).as(title).isNotEmpty();
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
      }
    }
  }

  private static void place(JsonNode at, boolean[][] taken, String title) {
    for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        assertThat(taken[y][x]).as("%s lies on another at %s,%s", title, x, y).isFalse();
        taken[y][x] = true;
      }
    }
  }
}
