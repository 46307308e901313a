// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.Map;

/**
 * The schema registry client's keys, with Confluent's names and meaning: {@code
 * schema.registry.url} (several separated by commas; {@code mock://scope} for one in memory),
 * {@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*}, which go to the
 * client as they are, and three that we implement: {@code auto.register.schemas} (default true),
 * {@code use.latest.version} (default false), {@code value.subject.name.strategy} (default
 * TopicNameStrategy).
 */
public record RegistrySettings(Map<String, String> properties) {
  private static final String URL = "schema.registry.url";

  public RegistrySettings {
    properties = Map.copyOf(properties);
    if (properties.getOrDefault(URL, "").isBlank()) {
      throw new IllegalArgumentException(URL + " must name the schema registry");
    }
    flag(properties, "auto.register.schemas", true);
    flag(properties, "use.latest.version", false);
    SubjectNames.of(strategy(properties));
  }

  String url() {
    return properties.get(URL);
  }

  boolean autoRegister() {
    return flag(properties, "auto.register.schemas", true);
  }

  boolean useLatest() {
    return flag(properties, "use.latest.version", false);
  }

  SubjectNames subjects() {
    return SubjectNames.of(strategy(properties));
  }

  private static String strategy(Map<String, String> properties) {
    return properties.getOrDefault("value.subject.name.strategy", "TopicNameStrategy");
  }

  private static boolean flag(Map<String, String> properties, String key, boolean otherwise) {
    String text = properties.getOrDefault(key, String.valueOf(otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(key + " must be true or false: was '" + text + "'");
    }
    return text.equals("true");
  }
}
