// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.skewline.fusion.LayerPair;
import io.skewline.learn.stats.Interval;
import io.skewline.learn.sweep.Contender.Addition;
import io.skewline.learn.sweep.Contender.Fused;
import io.skewline.learn.sweep.Contender.Layer;
import io.skewline.learn.sweep.Contender.Linear;
import io.skewline.learn.sweep.Standing;
import io.skewline.learn.sweep.SweepOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A row per contender. Nothing of wall-clock time in here: the same sweep gives the same bytes. */
final class SweepTable {
  private final SweepOutcome outcome;

  SweepTable(SweepOutcome outcome) {
    this.outcome = outcome;
  }

  List<Map<String, Object>> rows() {
    return outcome.standings().stream().map(this::row).toList();
  }

  private Map<String, Object> row(Standing standing) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", kind(standing));
    row.put("name", standing.contender().name());
    row.put(
        "pairs",
        standing.contender() instanceof Fused fused
            ? fused.plan().pairs().stream()
                .map(LayerPair::toString)
                .collect(Collectors.joining(" "))
            : "");
    row.put("selected", standing.contender().equals(outcome.selected()));
    row.put("seeds", standing.fits());
    row.put("floats_on_wire", standing.cost().floats());
    row.put("multiply_adds", standing.cost().multiplyAdds());
    row.put("encoder_depth", standing.cost().depth());
    row.put("relative_cost", standing.relativeCost());
    Interval none = new Interval(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    put(row, "validation", standing.validation().orElse(none));
    put(row, "reported", standing.reported());
    put(row, "better_than_late", standing.betterThanLate());
    standing.measures().forEach((measure, value) -> row.put(measure.label(), number(value)));
    return row;
  }

  private static String kind(Standing standing) {
    if (standing.contender() instanceof Fused) {
      return "plan";
    }
    if (standing.contender() instanceof Layer) {
      return "layer";
    }
    return standing.contender() instanceof Linear linear && linear.modalities().size() == 1
        ? "alone"
        : standing.contender() instanceof Addition ? "addition" : "linear";
  }

  private static void put(Map<String, Object> row, String name, Interval interval) {
    row.put(name, number(interval.value()));
    row.put(name + "_low", number(interval.low()));
    row.put(name + "_high", number(interval.high()));
    row.put(name + "_se", number(interval.standardError()));
  }

  /** Empty where there is none: neither CSV nor JSON has a word for it. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : "";
  }

  String csv() {
    List<Map<String, Object>> rows = rows();
    CsvSchema.Builder schema = CsvSchema.builder();
    rows.get(0).keySet().forEach(schema::addColumn);
    try {
      return new CsvMapper().writer(schema.build().withHeader()).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a table of numbers and names cannot fail", e);
    }
  }
}
