// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.ModelDecision.Verdict;
import io.skewline.models.ModelCatalog.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skewline models rollback}. */
@Command(
    name = "rollback",
    description = {
      "Goes back from the active model to the one that it took over from, or to the one that is",
      "named; returns when producers and processors have been told, and records the decision.",
      "Never goes to a model that was rolled back itself, unless it is named."
    },
    mixinStandardHelpOptions = true)
final class ModelsRollback extends ModelsSubcommand {
  @Option(
      names = "--to",
      paramLabel = "VERSION|HASH",
      description = "To this one, by version or by 6 or more digits that its hash begins with.")
  private @Nullable String wanted;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "rolled back by hand",
      description = "For the record (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  void check() {
    if (wanted != null) {
      ModelChoice.check("--to", wanted);
    }
  }

  @Override
  void run(ModelsTopic topic, PrintWriter out) throws IOException {
    Entry active = new ModelChoice().of(topic);
    Entry back = wanted == null ? previous(topic, active) : ModelChoice.named(topic, wanted);
    if (back.roles().contains(Role.ACTIVE)) {
      throw new IllegalStateException("version " + back + " is what would be gone back from");
    }
    topic.activate(back, reason);
    topic.decide(Verdict.ROLLED_BACK, active.activation().orElseThrow(), Optional.of(back), reason);
    out.println("version " + back + " is active again, in place of " + active);
  }

  private static Entry previous(ModelsTopic topic, Entry active) {
    List<Entry> kept = topic.catalog().keptForActive();
    return kept.stream()
        .filter(entry -> !rolledBack(topic, entry))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "nothing to go back to from version %s: %s"
                        .formatted(
                            active,
                            kept.isEmpty()
                                ? "no other bundle is kept"
                                : ModelChoice.names(kept)
                                    + " was rolled back itself; --to goes there nevertheless")));
  }

  private static boolean rolledBack(ModelsTopic topic, Entry entry) {
    return topic.lastDecision(entry.hash()).filter(TakenBack::is).isPresent();
  }
}
