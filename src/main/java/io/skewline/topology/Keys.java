// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;
import java.util.stream.Stream;

/** Every key of the topology file, in the order of the file. */
final class Keys {
  static final List<Key<?>> ALL =
      Stream.of(
              TaskKeys.ALL,
              StreamKeys.ALL,
              AlignKeys.ALL,
              FusionKeys.ALL,
              OutputKeys.ALL,
              ModelKeys.ALL,
              TrainKeys.ALL,
              ClientKeys.ALL,
              HttpKeys.ALL)
          .<Key<?>>flatMap(List::stream)
          .toList();

  private Keys() {}

  /** The table of keys in docs/TOPOLOGY-FILE.md. */
  static String table() {
    StringBuilder table =
        new StringBuilder("| key | default | allowed | effect |\n|---|---|---|---|\n");
    for (Key<?> key : ALL) {
      String standard =
          switch (key.presence()) {
            case REQUIRED -> "(required)";
            case OPTIONAL -> "-";
            case DEFAULTED -> "`" + key.standard() + "`";
          };
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.path(), standard, key.kind().allowed(), key.effect()));
    }
    return table.toString();
  }
}
