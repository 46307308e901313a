// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand elsewhere, written as for Kafka's own configuration providers: {@code
 * ${env:NAME}}, {@code ${file:PATH:KEY}} for a key of a properties file, {@code
 * ${directory:PATH:FILE}} for a whole file, the line break at its end left out. They are read here,
 * once: a client that read them itself would show what it cannot read in ways of its own.
 */
final class References {
  static final String FORMS = "${env:NAME}, ${file:PATH:KEY}, ${directory:PATH:FILE}";
  private static final List<String> PROVIDERS = List.of("env", "file", "directory");
  private static final Pattern FORM =
      Pattern.compile("\\$\\{(" + String.join("|", PROVIDERS) + "):([^}]*)}");

  private final UnaryOperator<@Nullable String> environment;

  References(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  static boolean isProvider(String name) {
    return PROVIDERS.contains(name);
  }

  /** The text with all references replaced, each once: what a value holds is not looked at. */
  String resolve(String text) {
    return FORM.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    within(text, found.group(), value(found.group(1), found.group(2)))));
  }

  /**
   * What a reference stands for.
   *
   * @param what after the provider's colon
   * @throws IllegalArgumentException naming the reference and what is not there, without any value
   */
  String value(String provider, String what) {
    String shown = "${" + provider + ":" + what + "}";
    if (provider.equals("env")) {
      String value = environment.apply(what);
      if (value == null) {
        throw new IllegalArgumentException(
            shown + ": environment variable " + what + " is not set");
      }
      return value;
    }
    int colon = what.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(shown + " is no reference; allowed: " + FORMS);
    }
    String path = what.substring(0, colon);
    String key = what.substring(colon + 1);
    return provider.equals("file")
        ? read(new FileConfigProvider(), path, key, shown)
        : read(new DirectoryConfigProvider(), path, key, shown).replaceAll("\\R\\z", "");
  }

  private static String read(ConfigProvider provider, String path, String key, String shown) {
    if (!Files.isReadable(Path.of(path))) {
      // The provider would log it, too, with its stack.
      throw new IllegalArgumentException(shown + ": " + path + " cannot be read");
    }
    try (provider) {
      provider.configure(Map.of());
      String value = provider.get(path, Set.of(key)).data().get(key);
      if (value == null) {
        throw new IllegalArgumentException(shown + ": there is no " + key + " in " + path);
      }
      return value;
    } catch (ConfigException | IOException e) {
      throw new IllegalArgumentException(shown + ": " + path + " cannot be read", e);
    }
  }

  /** In a line of JAAS, a quote in a password would end it. */
  static String within(String text, String reference, String value) {
    boolean jaas = text.contains("LoginModule") && !text.equals(reference);
    return jaas ? value.replace("\\", "\\\\").replace("\"", "\\\"") : value;
  }
}
