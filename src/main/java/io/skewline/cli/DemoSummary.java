// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.learn.Evaluation;
import io.skewline.learn.RoundResult;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.replay.WireBytes;
import io.skewline.train.score.Scoreboard;
import io.skewline.train.score.Scoreboard.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a demo came to: as JSON and as lines for people. */
final class DemoSummary {
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  DemoSummary(
      Map<Modality, Balance> ledger,
      DemoWatch watch,
      Scoreboard scores,
      long swaps,
      Optional<RoundResult> last,
      double framesPerSecond,
      WireBytes wire) {
    frames(ledger);
    fields.put("windows", watch.windows());
    fields.put("predictions", watch.predictions());
    fields.put("swaps", swaps);
    fields.put("models", models(scores));
    fields.put("accuracy", accuracy(last));
    fields.put(
        "latencyMillis", Map.of("p50", watch.latencyMillis(50), "p99", watch.latencyMillis(99)));
    fields.put("framesPerSecond", Math.round(framesPerSecond * 10) / 10.0);
    fields.put("rejected", watch.rejected());
    fields.put("wire", WireText.json(wire));
    lines.add(WireText.of(wire));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d predictions, %d swaps, latency p50 %d ms, p99 %d ms, %.0f frames/s",
            watch.predictions(),
            swaps,
            watch.latencyMillis(50),
            watch.latencyMillis(99),
            framesPerSecond));
  }

  private void frames(Map<Modality, Balance> ledger) {
    Balance all = ledger.values().stream().reduce(new Balance(0, Map.of()), Balance::plus);
    Map<String, Long> outcomes = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.label(), all.outcomes().getOrDefault(outcome, 0L));
    }
    boolean balanced = ledger.values().stream().allMatch(Balance::holds) && !ledger.isEmpty();
    Map<String, Object> frames = new LinkedHashMap<>();
    frames.put("in", all.in());
    frames.put("outcomes", outcomes);
    frames.put("open", all.open());
    frames.put("balanced", balanced);
    fields.put("frames", frames);
    lines.add(
        "frames in "
            + all.in()
            + " = outcomes "
            + outcomes
            + " + open "
            + all.open()
            + (balanced ? ", balanced" : ", NOT BALANCED"));
  }

  private List<Map<String, Object>> models(Scoreboard scores) {
    List<Map<String, Object>> models = new ArrayList<>();
    scores.standings(Role.CHAMPION).values().stream()
        .sorted(Comparator.comparingLong(Standing::version))
        .forEach(
            m -> {
              Map<String, Object> model = new LinkedHashMap<>();
              model.put("version", m.version());
              model.put("hash", m.hash());
              model.put("predictions", m.numbers().predictions());
              model.put("scored", m.labelled());
              model.put("accuracy", m.labelled() == 0 ? null : m.accuracy());
              models.add(model);
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "model %d (%s): %d predictions, live accuracy %.3f over %d labelled",
                      m.version(),
                      m.hash().substring(0, 8),
                      m.numbers().predictions(),
                      m.accuracy(),
                      m.labelled()));
            });
    return models;
  }

  /** The baselines of the last round, and the fused scores of the model that is in service. */
  private Map<String, Object> accuracy(Optional<RoundResult> last) {
    Map<String, Object> accuracy = new LinkedHashMap<>();
    if (last.isEmpty()) {
      return accuracy;
    }
    RoundResult round = last.get();
    Map<String, Metric> metrics = new LinkedHashMap<>(round.evaluation().metrics());
    if (!round.better()) {
      round.active().ifPresent(active -> metrics.putAll(active.metrics()));
    }
    Map<String, Object> subsets = new LinkedHashMap<>();
    Map<String, StringBuilder> told = new LinkedHashMap<>();
    metrics.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e -> {
              boolean subset = e.getKey().startsWith(Evaluation.SUBSET);
              String name = subset ? e.getKey().substring(Evaluation.SUBSET.length()) : e.getKey();
              (subset ? subsets : accuracy).put(name, json(e.getValue()));
              tell(subset ? "fused, only " + name : name, e.getValue(), told);
            });
    told.values().forEach(line -> lines.add(line.toString()));
    accuracy.put("bySubset", subsets);
    return accuracy;
  }

  /** A line for each model; its further measures follow on it without their intervals. */
  private static void tell(String name, Metric metric, Map<String, StringBuilder> told) {
    int dot = name.lastIndexOf('.');
    StringBuilder own = dot < 0 ? null : told.get(name.substring(0, dot));
    if (own == null) {
      told.put(name, new StringBuilder(line(name, metric)));
    } else {
      own.append(String.format(Locale.ROOT, " %s %.3f", name.substring(dot + 1), metric.value()));
    }
  }

  private static Map<String, Object> json(Metric metric) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", metric.value());
    json.put("low", metric.low());
    json.put("high", metric.high());
    json.put("n", metric.n());
    return json;
  }

  private static String line(String name, Metric m) {
    return String.format(
        Locale.ROOT, "%-24s %.3f [%.3f, %.3f] n=%d", name, m.value(), m.low(), m.high(), m.n());
  }

  boolean balanced() {
    return Boolean.TRUE.equals(((Map<?, ?>) fields.get("frames")).get("balanced"));
  }

  List<String> lines() {
    return lines;
  }

  void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), fields);
  }
}
