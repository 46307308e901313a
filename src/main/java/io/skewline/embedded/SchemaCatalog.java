// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import io.skewline.embedded.SubjectVersions.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * The registry's memory: schemas by id, versions by subject. Equal schemas share one id over all
 * subjects, and an id is never given twice. Safe for many threads.
 */
final class SchemaCatalog {

  /** A version and the subject that it belongs to. */
  record Registered(String subject, Version version) {}

  private final Map<String, SubjectVersions> subjects = new TreeMap<>();
  private final Map<String, Integer> idBySchema = new HashMap<>();
  private final Map<Integer, String> schemaById = new HashMap<>();
  private final Map<String, Compatibility> levels = new HashMap<>();
  private Compatibility level = Compatibility.BACKWARD;

  static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (RuntimeException e) {
      // Avro 1.12.1 answers an unknown type name with a NullPointerException.
      throw RegistryError.invalidSchema(e.getMessage());
    }
  }

  synchronized int register(String subject, Schema schema) {
    String canonical = schema.toString();
    SubjectVersions versions = subjects.computeIfAbsent(subject, SubjectVersions::new);
    Optional<Version> known = versions.find(canonical, false);
    if (known.isPresent()) {
      return known.get().id();
    }
    List<String> conflicts = effectiveLevel(subject).conflicts(schema, versions.schemas());
    if (!conflicts.isEmpty()) {
      throw new RegistryError(
          409,
          409,
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\", details: "
              + conflicts);
    }
    return versions.add(idOf(canonical), schema).id();
  }

  private int idOf(String canonical) {
    return idBySchema.computeIfAbsent(
        canonical,
        schema -> {
          int id = schemaById.size() + 1;
          schemaById.put(id, schema);
          return id;
        });
  }

  synchronized Registered lookup(String subject, Schema schema, boolean withDeleted) {
    return new Registered(
        subject,
        existing(subject, withDeleted)
            .find(schema.toString(), withDeleted)
            .orElseThrow(RegistryError::noSchema));
  }

  synchronized Registered version(String subject, String version, boolean withDeleted) {
    return new Registered(subject, existing(subject, withDeleted).get(version, withDeleted));
  }

  synchronized List<Integer> versions(String subject, boolean withDeleted) {
    return existing(subject, withDeleted).all(withDeleted).stream().map(Version::number).toList();
  }

  synchronized List<String> subjects(boolean withDeleted) {
    return subjects.entrySet().stream()
        .filter(entry -> !entry.getValue().all(withDeleted).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized String schema(int id) {
    String schema = schemaById.get(id);
    if (schema == null) {
      throw new RegistryError(404, 40403, "Schema " + id + " not found");
    }
    return schema;
  }

  /** Where a schema is in use. */
  synchronized List<Registered> uses(int id) {
    schema(id);
    List<Registered> uses = new ArrayList<>();
    subjects.forEach(
        (subject, versions) ->
            versions.all(false).stream()
                .filter(version -> version.id() == id)
                .forEach(version -> uses.add(new Registered(subject, version))));
    return uses;
  }

  synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
    SubjectVersions versions = existing(subject, permanent);
    List<Integer> gone = versions.deleteAll(permanent);
    levels.remove(subject);
    forgetIfEmpty(subject, versions);
    return gone;
  }

  synchronized int deleteVersion(String subject, String version, boolean permanent) {
    SubjectVersions versions = existing(subject, true);
    int gone = versions.delete(version, permanent);
    forgetIfEmpty(subject, versions);
    return gone;
  }

  private void forgetIfEmpty(String subject, SubjectVersions versions) {
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
  }

  /** What speaks against registering the schema; all versions or one. */
  synchronized List<String> conflicts(String subject, Optional<String> version, Schema schema) {
    Compatibility wanted = effectiveLevel(subject);
    if (version.isEmpty()) {
      SubjectVersions versions = subjects.get(subject);
      return wanted.conflicts(schema, versions == null ? List.of() : versions.schemas());
    }
    Version against = existing(subject, false).get(version.get(), false);
    return wanted.conflicts(schema, List.of(against.schema()));
  }

  synchronized Compatibility level() {
    return level;
  }

  synchronized void setLevel(Compatibility to) {
    level = to;
  }

  synchronized Optional<Compatibility> level(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  synchronized void setLevel(String subject, Compatibility to) {
    levels.put(subject, to);
  }

  synchronized Compatibility removeLevel(String subject) {
    Compatibility removed = levels.remove(subject);
    if (removed == null) {
      throw RegistryError.noSubjectConfig(subject);
    }
    return removed;
  }

  private Compatibility effectiveLevel(String subject) {
    return levels.getOrDefault(subject, level);
  }

  private SubjectVersions existing(String subject, boolean withDeleted) {
    SubjectVersions versions = subjects.get(subject);
    if (versions == null || versions.all(withDeleted).isEmpty()) {
      throw RegistryError.noSubject(subject);
    }
    return versions;
  }
}
