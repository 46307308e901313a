// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** What a new version of a subject must be able to do. */
enum Compatibility {
  NONE(false, false, false),
  /** The new schema reads what the latest wrote. */
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  /** The latest schema reads what the new one writes. */
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean newReadsOld;
  private final boolean oldReadsNew;
  private final boolean transitive;

  Compatibility(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
    this.newReadsOld = newReadsOld;
    this.oldReadsNew = oldReadsNew;
    this.transitive = transitive;
  }

  static Compatibility of(String name) {
    for (Compatibility level : values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    throw new RegistryError(
        422,
        42203,
        "Invalid compatibility level '"
            + name
            + "'. Valid values are "
            + Arrays.toString(values()));
  }

  /**
   * What speaks against the new schema; empty if it is compatible.
   *
   * @param old oldest first
   */
  List<String> conflicts(Schema added, List<Schema> old) {
    List<Schema> compared =
        transitive || old.isEmpty() ? old : old.subList(old.size() - 1, old.size());
    List<String> conflicts = new ArrayList<>();
    for (Schema schema : compared) {
      if (newReadsOld) {
        addConflicts(conflicts, added, schema);
      }
      if (oldReadsNew) {
        addConflicts(conflicts, schema, added);
      }
    }
    return conflicts;
  }

  private static void addConflicts(List<String> to, Schema reader, Schema writer) {
    SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .forEach(
            found ->
                to.add(found.getType() + " at " + found.getLocation() + ": " + found.getMessage()));
  }
}
