// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The versions of one subject, oldest first. A soft-deleted one keeps its number. */
final class SubjectVersions {

  /** One registered schema of a subject. */
  record Version(int number, int id, Definition definition, boolean deleted) {}

  private final String subject;
  private final List<Version> versions = new ArrayList<>();
  private int numbered;

  SubjectVersions(String subject) {
    this.subject = subject;
  }

  Version add(int id, Definition definition) {
    Version version = new Version(++numbered, id, definition, false);
    versions.add(version);
    return version;
  }

  List<Version> all(boolean withDeleted) {
    return versions.stream().filter(version -> withDeleted || !version.deleted).toList();
  }

  List<Schema> schemas() {
    return all(false).stream().map(version -> version.definition.schema()).toList();
  }

  Optional<Version> find(Definition definition, boolean withDeleted) {
    return all(withDeleted).stream()
        .filter(version -> version.definition.sameAs(definition))
        .reduce((first, second) -> second);
  }

  /**
   * @param asked a number, {@code latest} or -1
   */
  Version get(String asked, boolean withDeleted) {
    List<Version> all = all(withDeleted);
    if (all.isEmpty()) {
      throw RegistryError.noSubject(subject);
    }
    int number = number(asked);
    if (number < 0) {
      return all.get(all.size() - 1);
    }
    return all.stream()
        .filter(version -> version.number == number)
        .findFirst()
        .orElseThrow(() -> RegistryError.noVersion(asked));
  }

  private static int number(String asked) {
    if (asked.equals("latest") || asked.equals("-1")) {
      return -1;
    }
    try {
      int number = Integer.parseInt(asked);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw RegistryError.invalidVersion(asked);
    }
    throw RegistryError.invalidVersion(asked);
  }

  int delete(String asked, boolean permanent) {
    Version version = get(asked, true);
    if (permanent && !version.deleted) {
      throw RegistryError.versionNotSoftDeleted(subject, version.number);
    }
    if (!permanent && version.deleted) {
      throw RegistryError.versionSoftDeleted(subject, version.number);
    }
    remove(version, permanent);
    return version.number;
  }

  List<Integer> deleteAll(boolean permanent) {
    List<Version> gone = all(permanent);
    if (permanent && gone.stream().anyMatch(version -> !version.deleted)) {
      throw RegistryError.subjectNotSoftDeleted(subject);
    }
    gone.forEach(version -> remove(version, permanent));
    return gone.stream().map(Version::number).toList();
  }

  private void remove(Version version, boolean permanent) {
    if (permanent) {
      versions.remove(version);
    } else {
      versions.set(
          versions.indexOf(version),
          new Version(version.number, version.id, version.definition, true));
    }
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }
}
