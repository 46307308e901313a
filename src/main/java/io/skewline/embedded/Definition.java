// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A schema as it was registered.
 *
 * @param schema with everything it refers to
 * @param text without it: what clients are given, the same for equal schemas
 */
record Definition(Schema schema, String text, List<Reference> references) {

  /** A version of a subject whose types a schema uses without defining them. */
  record Reference(String name, String subject, int version) {}

  /**
   * @param referred the schemas of the references
   */
  static Definition parse(String text, List<Reference> references, Collection<Schema> referred) {
    try {
      Map<String, Schema> types = new LinkedHashMap<>();
      referred.forEach(schema -> addTypes(schema, types));
      Schema.Parser parser = new Schema.Parser();
      parser.addTypes(types.values());
      Schema schema = parser.parse(text);
      // A schema that is a part of another one has no text of its own.
      return new Definition(schema, references.isEmpty() ? schema.toString() : text, references);
    } catch (RuntimeException e) {
      // Avro 1.12.1 answers an unknown type name with a NullPointerException.
      throw RegistryError.invalidSchema(e.getMessage());
    }
  }

  private static void addTypes(Schema schema, Map<String, Schema> to) {
    switch (schema.getType()) {
      case RECORD -> {
        if (to.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> addTypes(field.schema(), to));
        }
      }
      case ENUM, FIXED -> to.putIfAbsent(schema.getFullName(), schema);
      case ARRAY -> addTypes(schema.getElementType(), to);
      case MAP -> addTypes(schema.getValueType(), to);
      case UNION -> schema.getTypes().forEach(one -> addTypes(one, to));
      default -> {
        // has no name
      }
    }
  }

  boolean sameAs(Definition other) {
    return text.equals(other.text) && references.equals(other.references);
  }
}
