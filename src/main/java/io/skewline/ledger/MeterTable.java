// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.ledger;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The tables of docs/METRICS.md. */
final class MeterTable {
  private MeterTable() {}

  static String meters() {
    StringBuilder table = new StringBuilder("| meter | kind | unit | tags | process | says |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (MeterSpec spec : MeterSpec.values()) {
      String kind = spec.kind().label() + (spec.buckets().length > 0 ? ", histogram" : "");
      String tags =
          spec.tags().stream().map(tag -> "`" + tag.key() + "`").collect(Collectors.joining(", "));
      table.append(
          "| `%s` | %s | %s | %s | %s | %s |\n"
              .formatted(
                  spec.prometheus(),
                  kind,
                  spec.unit(),
                  tags.isEmpty() ? "–" : tags,
                  spec.where().label(),
                  spec.description()));
    }
    return table.toString();
  }

  static String tags() {
    StringBuilder table = new StringBuilder("| tag | of | values |\n|---|---|---|\n");
    for (MeterTag tag : MeterTag.values()) {
      String of =
          Arrays.stream(MeterSpec.values())
              .filter(spec -> spec.tags().contains(tag))
              .map(spec -> "`" + spec.prometheus() + "`")
              .collect(Collectors.joining(", "));
      table.append("| `%s` | %s | %s |\n".formatted(tag.key(), of, tag.says()));
    }
    return table.toString();
  }
}
