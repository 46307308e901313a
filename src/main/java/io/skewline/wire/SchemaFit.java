// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;

/** How the schema of a record's writer relates to ours. */
enum SchemaFit {
  /** The bytes mean the same; documents and Java properties may differ. */
  SAME,
  /** Avro's resolution turns theirs into ours. */
  RESOLVABLE,
  /** Another record type, or one that ours cannot read. */
  FOREIGN;

  static SchemaFit of(Schema ours, Schema writer) {
    if (writer.getType() != Schema.Type.RECORD
        || !writer.getFullName().equals(ours.getFullName())
        || !sameUnits(ours, writer)) {
      return FOREIGN;
    }
    if (SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(ours))) {
      return SAME;
    }
    return reads(ours, writer) ? RESOLVABLE : FOREIGN;
  }

  /** Whether data of the writer's schema can be read with the reader's. */
  static boolean reads(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  /** Why one of two schemas cannot read the other: type and place, as Avro names them. */
  static String conflict(Schema ours, Schema theirs) {
    List<String> found = new ArrayList<>();
    add(found, "ours cannot read it", ours, theirs);
    add(found, "it cannot read ours", theirs, ours);
    return found.isEmpty()
        ? "each reads the other, but not an earlier version"
        : String.join("; ", found);
  }

  private static void add(List<String> found, String what, Schema reader, Schema writer) {
    List<String> why =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
            .getResult()
            .getIncompatibilities()
            .stream()
            .map(one -> one.getType() + " at " + one.getLocation() + ": " + one.getMessage())
            .toList();
    if (!why.isEmpty()) {
      found.add(what + " (" + String.join(", ", why) + ")");
    }
  }

  /**
   * Avro's resolution reads milliseconds as microseconds without a word, so a time of another unit
   * makes a schema foreign. A plain long is taken for ours.
   */
  private static boolean sameUnits(Schema ours, Schema writer) {
    if (ours.getType() != writer.getType()) {
      return true;
    }
    return switch (ours.getType()) {
      case LONG -> {
        String theirs = writer.getProp("logicalType");
        yield theirs == null || theirs.equals(ours.getProp("logicalType"));
      }
      case ARRAY -> sameUnits(ours.getElementType(), writer.getElementType());
      case RECORD ->
          ours.getFields().stream()
              .allMatch(
                  field ->
                      writer.getField(field.name()) == null
                          || sameUnits(field.schema(), writer.getField(field.name()).schema()));
      default -> true;
    };
  }
}
