// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.fusion.Activation.Role;
import io.skewline.models.ModelCatalog.Entry;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which of the models on the topic is meant. */
final class ModelChoice {
  private static final String VERSION = "[0-9]{1,18}";
  private static final String HASH = "[0-9a-f]{6,64}";

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "This version instead of the active one.")
  private @Nullable Long version;

  @Option(
      names = "--hash",
      paramLabel = "PREFIX",
      description = "The bundle whose hash begins so, instead of the active one.")
  private @Nullable String hash;

  void check() {
    if (version != null && hash != null) {
      throw new TypeConversionException("--model-version and --hash exclude each other");
    }
    if (hash != null && !hash.matches(HASH)) {
      throw new TypeConversionException("--hash must be 6 to 64 of 0-9 a-f: was '" + hash + "'");
    }
  }

  /**
   * @throws IllegalStateException if there is none, naming those that are there
   */
  Entry of(ModelsTopic topic) {
    if (version != null) {
      return find(topic, "version " + version, entry -> entry.version() == version);
    }
    if (hash != null) {
      return byHash(topic, hash);
    }
    return topic
        .catalog()
        .in(Role.ACTIVE)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no active model on topic " + topic.app().models().topic() + there(topic)));
  }

  /** Looks at the words alone. */
  static void check(String option, String text) {
    if (!text.matches(VERSION) && !text.matches(HASH)) {
      throw new TypeConversionException(
          "%s must be a version, or 6 or more digits of a hash: was '%s'".formatted(option, text));
    }
  }

  /**
   * A version; or, where there is no such version, the beginning of a hash.
   *
   * @throws IllegalStateException if there is none, or more than one
   */
  static Entry named(ModelsTopic topic, String text) {
    if (text.matches(VERSION)) {
      long version = Long.parseLong(text);
      boolean there =
          topic.catalog().entries().stream().anyMatch(entry -> entry.version() == version);
      if (there || !text.matches(HASH)) {
        return find(topic, "version " + text, entry -> entry.version() == version);
      }
    }
    return byHash(topic, text);
  }

  private static Entry byHash(ModelsTopic topic, String prefix) {
    return find(topic, "bundle " + prefix + "…", entry -> entry.hash().startsWith(prefix));
  }

  private static Entry find(ModelsTopic topic, String what, Predicate<Entry> wanted) {
    List<Entry> found = topic.catalog().entries().stream().filter(wanted).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String where = " on topic " + topic.app().models().topic();
    throw new IllegalStateException(
        found.isEmpty()
            ? "no " + what + where + there(topic)
            : what + " is more than one" + where + ": " + names(found) + "; name its hash");
  }

  private static String there(ModelsTopic topic) {
    List<Entry> entries = topic.catalog().entries();
    return entries.isEmpty() ? ", which has none" : "; it has " + names(entries);
  }

  static String names(List<Entry> entries) {
    return entries.stream().map(Entry::toString).collect(Collectors.joining(", "));
  }
}
