// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BundleManifest;
import io.skewline.models.AwayException;
import io.skewline.models.ModelCatalog.Entry;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skewline models list}. */
@Command(
    name = "list",
    description = {
      "Lists every bundle on the models topic: its role (active, candidate, kept to be gone back",
      "to, left over), whether all of it is there, its plan, the score that its gate saw, when it",
      "was last activated, and what was last decided about it."
    },
    mixinStandardHelpOptions = true)
final class ModelsList extends ModelsSubcommand {
  private static final int SHORT = 12;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  void run(ModelsTopic topic, PrintWriter out) {
    List<Entry> entries = topic.catalog().entries();
    if (json) {
      ArrayNode all = ModelJson.array();
      entries.forEach(entry -> all.add(json(topic, entry)));
      out.println(ModelJson.text(all));
    } else if (entries.isEmpty()) {
      out.println("no model on topic " + topic.app().models().topic());
    } else {
      TextTable table = new TextTable();
      table.row(
          "version", "hash", "role", "bytes", "lies", "plan", "score", "activated", "decision");
      entries.forEach(entry -> row(topic, entry, table));
      table.lines().forEach(out::println);
    }
  }

  private static void row(ModelsTopic topic, Entry entry, TextTable table) {
    String plan = "-";
    String score = "-";
    try {
      BundleManifest manifest = topic.manifest(entry);
      plan = manifest.plan().name();
      score = ModelFacts.score(manifest).map(ModelFacts::text).orElse("-");
    } catch (BadBundleException e) {
      plan = e.reason().label();
    } catch (AwayException e) {
      plan = "away";
    }
    table.row(
        String.valueOf(entry.version()),
        entry.hash().substring(0, SHORT),
        entry.role(),
        String.format(Locale.ROOT, "%,d", entry.sizeBytes()),
        entry.location().isEmpty() ? ModelFacts.parts(entry) : "elsewhere",
        plan,
        score,
        entry.activated().map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-"),
        topic
            .lastDecision(entry.hash())
            .map(d -> d.verdict().label() + " by " + d.by().label() + ": " + d.reason())
            .orElse("-"));
  }

  private static ObjectNode json(ModelsTopic topic, Entry entry) {
    ObjectNode node = ModelJson.entry(entry);
    try {
      BundleManifest manifest = topic.manifest(entry);
      node.put("plan", manifest.plan().name());
      ModelFacts.score(manifest).ifPresent(score -> node.putPOJO("score", score));
    } catch (BadBundleException | AwayException e) {
      node.put("problem", e.getMessage());
    }
    topic.decisions(entry.hash()).stream()
        .reduce((older, newer) -> newer)
        .ifPresent(last -> node.set("decision", ModelJson.decision(last)));
    return node;
  }
}
