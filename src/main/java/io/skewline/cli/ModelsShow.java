// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.ModelDecision;
import io.skewline.models.DecisionLog;
import io.skewline.models.ModelCatalog.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skewline models show}. */
@Command(
    name = "show",
    description = {
      "Shows a model: what its bundle says of itself, its scores with 95 % intervals, the layers",
      "that it reads, and what was decided about it."
    },
    mixinStandardHelpOptions = true)
final class ModelsShow extends ModelsSubcommand {
  @Mixin private ModelChoice choice;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  void check() {
    choice.check();
  }

  @Override
  void run(ModelsTopic topic, PrintWriter out) throws IOException {
    Entry entry = choice.of(topic);
    BundleManifest manifest = ModelsTopic.about(entry, () -> topic.manifest(entry));
    List<DecisionLog.Entry> decisions = topic.decisions(entry.hash());
    if (json) {
      ObjectNode node = ModelJson.entry(entry);
      node.setAll(ModelJson.manifest(manifest));
      decisions.forEach(one -> node.withArray("decisions").add(ModelJson.decision(one)));
      out.println(ModelJson.text(node));
      return;
    }
    ModelFacts facts = new ModelFacts(entry, manifest);
    TextTable table = new TextTable();
    facts.facts().forEach((name, value) -> table.row(name, value));
    entry
        .activated()
        .ifPresent(at -> table.row("activated", at + ": " + entry.activation().get().reason()));
    facts.metrics().forEach((name, metric) -> table.row("score " + name, ModelFacts.text(metric)));
    facts.certificate().forEach((condition, score) -> table.row(condition, score));
    decisions.forEach(one -> table.row("decided", decision(one)));
    table.lines().forEach(out::println);
  }

  private static String decision(DecisionLog.Entry entry) {
    ModelDecision decision = entry.decision();
    StringBuilder text = new StringBuilder(entry.at() + " " + decision.verdict().label());
    text.append(" by ").append(decision.by().label());
    if (decision.againstVersion() != 0) {
      text.append(" against version ").append(decision.againstVersion());
    }
    text.append(": ").append(decision.reason());
    decision
        .numbers()
        .forEach(
            (name, n) -> text.append("; ").append(name).append(' ').append(ModelFacts.text(n)));
    return text.toString();
  }
}
