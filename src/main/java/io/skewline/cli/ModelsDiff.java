// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.BundleManifest.Metric;
import io.skewline.models.ModelCatalog.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code skewline models diff}. */
@Command(
    name = "diff",
    description = {
      "Shows what differs between two models, and their scores with 95 % intervals side by side.",
      "Each was measured in its own round: of the same windows is only what says so in a decision."
    },
    mixinStandardHelpOptions = true)
final class ModelsDiff extends ModelsSubcommand {
  private static final Set<String> HEADLINE = Set.of("version", "hash", "role");

  @Parameters(index = "1", paramLabel = "A", description = "Version, or beginning of a hash.")
  private String first;

  @Parameters(index = "2", paramLabel = "B", description = "The other one, likewise.")
  private String second;

  @Override
  void check() {
    ModelChoice.check("A", first);
    ModelChoice.check("B", second);
  }

  @Override
  void run(ModelsTopic topic, PrintWriter out) throws IOException {
    ModelFacts a = facts(topic, first);
    ModelFacts b = facts(topic, second);
    TextTable table = new TextTable().row("", a.entry().toString(), b.entry().toString());
    Map<String, String> others = b.facts();
    a.facts()
        .forEach(
            (name, value) -> {
              String other = others.getOrDefault(name, "-");
              if (!other.equals(value) && !HEADLINE.contains(name)) {
                table.row(name, value, other);
              }
            });
    TreeSet<String> names = new TreeSet<>(a.metrics().keySet());
    names.addAll(b.metrics().keySet());
    for (String name : names) {
      table.row("score " + name, text(a.metrics().get(name)), text(b.metrics().get(name)));
    }
    certificates(a, b, table);
    table.lines().forEach(out::println);
  }

  static void certificates(ModelFacts a, ModelFacts b, TextTable table) {
    Set<String> conditions = new LinkedHashSet<>(a.certificate().keySet());
    conditions.addAll(b.certificate().keySet());
    for (String condition : conditions) {
      table.row(
          condition,
          a.certificate().getOrDefault(condition, "-"),
          b.certificate().getOrDefault(condition, "-"));
    }
  }

  private static ModelFacts facts(ModelsTopic topic, String name) throws IOException {
    Entry entry = ModelChoice.named(topic, name);
    return new ModelFacts(entry, ModelsTopic.about(entry, () -> topic.manifest(entry)));
  }

  private static String text(@org.jspecify.annotations.Nullable Metric metric) {
    return metric == null ? "-" : ModelFacts.text(metric);
  }
}
