// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import io.skewline.embedded.Definition.Reference;
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
  private final List<Definition> definitions = new ArrayList<>();
  private final Map<String, Compatibility> levels = new HashMap<>();
  private Compatibility level = Compatibility.BACKWARD;

  /** What a text means here, where the schemas that it refers to are known. */
  synchronized Definition define(String text, List<Reference> references) {
    List<Schema> referred = new ArrayList<>();
    for (Reference reference : references) {
      SubjectVersions versions = subjects.get(reference.subject());
      if (versions == null) {
        throw RegistryError.invalidSchema("no schema is found for " + reference);
      }
      referred.add(versions.get(String.valueOf(reference.version()), true).definition().schema());
    }
    return Definition.parse(text, references, referred);
  }

  synchronized int register(String subject, Definition added) {
    SubjectVersions versions = subjects.computeIfAbsent(subject, SubjectVersions::new);
    Optional<Version> known = versions.find(added, false);
    if (known.isPresent()) {
      return known.get().id();
    }
    List<String> conflicts = effectiveLevel(subject).conflicts(added.schema(), versions.schemas());
    if (!conflicts.isEmpty()) {
      throw new RegistryError(
          409,
          409,
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\", details: "
              + conflicts);
    }
    return versions.add(idOf(added), added).id();
  }

  /** The same one for equal schemas; ids count from 1. */
  private int idOf(Definition definition) {
    for (int i = 0; i < definitions.size(); i++) {
      if (definitions.get(i).sameAs(definition) && inUse(i + 1)) {
        return i + 1;
      }
    }
    definitions.add(definition);
    return definitions.size();
  }

  synchronized Registered lookup(String subject, Definition asked, boolean withDeleted) {
    return new Registered(
        subject,
        existing(subject, withDeleted)
            .find(asked, withDeleted)
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

  synchronized Definition definition(int id) {
    if (!inUse(id)) {
      throw new RegistryError(404, 40403, "Schema " + id + " not found");
    }
    return definitions.get(id - 1);
  }

  /**
   * By a version, be it softly deleted: what nothing uses any more is forgotten, as Confluent's
   * does.
   */
  private boolean inUse(int id) {
    return subjects.values().stream()
        .flatMap(versions -> versions.all(true).stream())
        .anyMatch(version -> version.id() == id);
  }

  /** Ids of the schemas that refer to a version and are in use. */
  synchronized List<Integer> referrers(String subject, String version) {
    int number = existing(subject, false).get(version, false).number();
    return referrers(subject, number).stream().map(Version::id).distinct().toList();
  }

  private List<Version> referrers(String subject, int number) {
    return subjects.values().stream()
        .flatMap(versions -> versions.all(false).stream())
        .filter(
            version ->
                version.definition().references().stream()
                    .anyMatch(to -> to.subject().equals(subject) && to.version() == number))
        .toList();
  }

  private void requireUnreferred(String subject, Version version) {
    if (!referrers(subject, version.number()).isEmpty()) {
      throw RegistryError.referred(subject, version.number());
    }
  }

  /** Where a schema is in use. */
  synchronized List<Registered> uses(int id) {
    definition(id);
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
    versions.all(permanent).forEach(version -> requireUnreferred(subject, version));
    List<Integer> gone = versions.deleteAll(permanent);
    levels.remove(subject);
    forgetIfEmpty(subject, versions);
    return gone;
  }

  synchronized int deleteVersion(String subject, String version, boolean permanent) {
    SubjectVersions versions = existing(subject, true);
    requireUnreferred(subject, versions.get(version, true));
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
    return wanted.conflicts(schema, List.of(against.definition().schema()));
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
