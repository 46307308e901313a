// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The schema registry client's keys, with Confluent's names and meaning: {@code
 * schema.registry.url} (several separated by commas; {@code mock://scope} for one in memory),
 * {@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*} and a few more, which
 * go to the client as they are, and three that we implement:
 *
 * <ul>
 *   <li>{@code auto.register.schemas} (default true): write with our schemas, registering them. If
 *       false, they must be there already.
 *   <li>{@code use.latest.version} (default false): write with the subject's latest schema instead,
 *       whichever it is, as long as it can read ours. Needs {@code auto.register.schemas=false}.
 *   <li>{@code value.subject.name.strategy} (default TopicNameStrategy). The models topic carries
 *       two record types and takes TopicRecordNameStrategy in its stead.
 * </ul>
 *
 * <p>A key that the client would ignore is an error. The text form shows no secrets.
 */
public record RegistrySettings(Map<String, String> properties) {
  private static final String USER_INFO = "//[^/@]*@";

  public RegistrySettings {
    properties = Map.copyOf(properties);
    if (properties.getOrDefault(RegistryKeys.URL, "").isBlank()) {
      throw new IllegalArgumentException(RegistryKeys.URL + " must name the schema registry");
    }
    new TreeMap<>(properties).forEach(RegistryKeys::check);
    SubjectNames.of(strategy(properties));
    if (flag(properties, RegistryKeys.USE_LATEST, false)
        & flag(properties, RegistryKeys.AUTO_REGISTER, true)) {
      // Confluent's serializer would register, and ignore the other key without a word.
      throw new IllegalArgumentException(
          RegistryKeys.USE_LATEST
              + "=true needs "
              + RegistryKeys.AUTO_REGISTER
              + "=false: was "
              + properties.getOrDefault(RegistryKeys.AUTO_REGISTER, "absent, which means true"));
    }
  }

  boolean mock() {
    return properties.get(RegistryKeys.URL).strip().startsWith("mock://");
  }

  /** Without user and password: for messages. */
  public String shownUrl() {
    return RegistryKeys.shown(RegistryKeys.URL, properties.get(RegistryKeys.URL));
  }

  /** Without user and password, which the client would write into its log with every failure. */
  List<String> urls() {
    return Arrays.stream(written()).map(url -> url.replaceAll(USER_INFO, "//")).toList();
  }

  /** For the client: who asks by the URL's user and password asks by the same, named apart. */
  Map<String, String> clientProperties() {
    Map<String, String> client = new HashMap<>(properties);
    client.put(RegistryKeys.URL, String.join(",", urls()));
    Arrays.stream(written())
        .map(url -> URI.create(url).getUserInfo())
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            user -> {
              client.putIfAbsent("basic.auth.user.info", user);
              client.merge(
                  "basic.auth.credentials.source",
                  "USER_INFO",
                  (given, ours) -> given.equals("URL") ? ours : given);
            });
    return client;
  }

  private String[] written() {
    return properties.get(RegistryKeys.URL).strip().split("\\s*,\\s*");
  }

  boolean autoRegister() {
    return flag(properties, RegistryKeys.AUTO_REGISTER, true);
  }

  boolean useLatest() {
    return flag(properties, RegistryKeys.USE_LATEST, false);
  }

  SubjectNames subjects() {
    return SubjectNames.of(strategy(properties));
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    properties.forEach((key, value) -> shown.put(key, RegistryKeys.shown(key, value)));
    return "RegistrySettings" + shown;
  }

  private static String strategy(Map<String, String> properties) {
    return properties.getOrDefault(RegistryKeys.STRATEGY, "TopicNameStrategy");
  }

  private static boolean flag(Map<String, String> properties, String key, boolean otherwise) {
    String text = properties.getOrDefault(key, String.valueOf(otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(key + " must be true or false: was '" + text + "'");
    }
    return text.equals("true");
  }
}
