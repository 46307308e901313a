// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParseException;

/** The registry's memory: subjects, versions, ids, compatibility levels. Thread-safe. */
final class SubjectStore {

  record Version(String subject, int version, int id, String schema, boolean deleted) {}

  private final Map<String, List<Version>> subjects = new TreeMap<>();
  private final Map<String, Integer> idBySchema = new LinkedHashMap<>();
  private final Map<String, String> levels = new TreeMap<>();
  private String level = "BACKWARD";

  synchronized int register(String subject, String text) {
    Schema schema = parse(text);
    Optional<Version> same = find(subject, text);
    if (same.isPresent()) {
      return same.get().id();
    }
    if (!compatible(subject, schema)) {
      throw new RegistryError(
          409,
          409,
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\" at level "
              + level(subject));
    }
    List<Version> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
    int id = idBySchema.computeIfAbsent(schema.toString(), s -> idBySchema.size() + 1);
    versions.add(new Version(subject, versions.size() + 1, id, text, false));
    return id;
  }

  synchronized Optional<Version> find(String subject, String text) {
    Schema schema = parse(text);
    return live(subject).stream().filter(v -> parse(v.schema()).equals(schema)).findFirst();
  }

  synchronized List<String> subjects() {
    return subjects.keySet().stream().filter(s -> !live(s).isEmpty()).toList();
  }

  synchronized List<Version> versions(String subject) {
    List<Version> live = live(subject);
    if (live.isEmpty()) {
      throw new RegistryError(404, 40401, "Subject '" + subject + "' not found.");
    }
    return live;
  }

  synchronized Version version(String subject, String wanted) {
    List<Version> live = versions(subject);
    if (wanted.equals("latest") || wanted.equals("-1")) {
      return live.get(live.size() - 1);
    }
    int number = number(wanted);
    return live.stream()
        .filter(v -> v.version() == number)
        .findFirst()
        .orElseThrow(() -> new RegistryError(404, 40402, "Version " + number + " not found."));
  }

  synchronized Version byId(int id) {
    return subjects.values().stream()
        .flatMap(List::stream)
        .filter(v -> v.id() == id)
        .findFirst()
        .orElseThrow(() -> new RegistryError(404, 40403, "Schema " + id + " not found"));
  }

  /** Soft delete: the versions are hidden, their ids stay readable. */
  synchronized List<Integer> deleteSubject(String subject) {
    List<Integer> numbers = versions(subject).stream().map(Version::version).toList();
    numbers.forEach(n -> deleteVersion(subject, Integer.toString(n)));
    return numbers;
  }

  synchronized int deleteVersion(String subject, String wanted) {
    Version v = version(subject, wanted);
    subjects
        .get(subject)
        .set(v.version() - 1, new Version(v.subject(), v.version(), v.id(), v.schema(), true));
    return v.version();
  }

  synchronized boolean compatible(String subject, String text, String version) {
    Schema existing = parse(version(subject, version).schema());
    return accepts(level(subject), parse(text), List.of(existing));
  }

  synchronized String level(String subject) {
    return levels.getOrDefault(subject, level);
  }

  synchronized String level() {
    return level;
  }

  synchronized void setLevel(Optional<String> subject, String wanted) {
    if (!List.of(
            "NONE",
            "BACKWARD",
            "BACKWARD_TRANSITIVE",
            "FORWARD",
            "FORWARD_TRANSITIVE",
            "FULL",
            "FULL_TRANSITIVE")
        .contains(wanted)) {
      throw new RegistryError(422, 42203, "Invalid compatibility level: " + wanted);
    }
    subject.ifPresentOrElse(s -> levels.put(s, wanted), () -> level = wanted);
  }

  private List<Version> live(String subject) {
    return subjects.getOrDefault(subject, List.of()).stream().filter(v -> !v.deleted()).toList();
  }

  private boolean compatible(String subject, Schema schema) {
    List<Schema> existing = live(subject).stream().map(v -> parse(v.schema())).toList();
    return existing.isEmpty() || accepts(level(subject), schema, existing);
  }

  private static boolean accepts(String level, Schema schema, List<Schema> existing) {
    if (level.equals("NONE")) {
      return true;
    }
    boolean transitive = level.endsWith("_TRANSITIVE");
    List<Schema> against = transitive ? existing : List.of(existing.get(existing.size() - 1));
    return against.stream().allMatch(other -> accepts(level, schema, other));
  }

  private static boolean accepts(String level, Schema schema, Schema other) {
    boolean backward = reads(schema, other);
    boolean forward = reads(other, schema);
    if (level.startsWith("FULL")) {
      return backward && forward;
    }
    return level.startsWith("BACKWARD") ? backward : forward;
  }

  private static boolean reads(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(Objects.requireNonNullElse(text, ""));
    } catch (SchemaParseException e) {
      throw new RegistryError(422, 42201, "Invalid schema: " + e.getMessage());
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RegistryError(422, 42202, "The specified version '" + text + "' is not valid.");
    }
  }

  /** An answer other than success, with Confluent's code. */
  static final class RegistryError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final int code;

    RegistryError(int status, int code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }

    int status() {
      return status;
    }

    int code() {
      return code;
    }
  }
}
