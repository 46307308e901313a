// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.models.ModelCatalog.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skewline models promote}. */
@Command(
    name = "promote",
    description = {
      "Lets a model that is on the topic serve as the active one, whatever the gate said; returns",
      "when producers and processors have been told, and records the decision. The one that served",
      "is kept to be gone back to."
    },
    mixinStandardHelpOptions = true)
final class ModelsPromote extends ModelsSubcommand {
  @Parameters(
      index = "1",
      paramLabel = "VERSION|HASH",
      description = "Version, or 6 or more digits that its hash begins with.")
  private String wanted;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "promoted by hand",
      description = "For the record (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  void check() {
    ModelChoice.check("VERSION|HASH", wanted);
  }

  @Override
  void run(ModelsTopic topic, PrintWriter out) throws IOException {
    Entry entry = ModelChoice.named(topic, wanted);
    if (entry.roles().contains(Role.ACTIVE)) {
      out.println("version " + entry + " is active already");
      return;
    }
    Optional<Entry> before = topic.catalog().in(Role.ACTIVE);
    topic.decide(Verdict.PROMOTED, topic.activate(entry, reason), before, reason);
    out.println(
        "version " + entry + " is active" + before.map(b -> ", in place of " + b).orElse(""));
  }
}
