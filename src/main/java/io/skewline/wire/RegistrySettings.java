// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import java.util.Map;

/**
 * The schema registry client's keys, with Confluent's names and meaning: {@code
 * schema.registry.url}, {@code basic.auth.*}, {@code schema.registry.ssl.*}, {@code
 * auto.register.schemas} (default true), {@code use.latest.version} (default false), {@code
 * value.subject.name.strategy} (default TopicNameStrategy).
 */
public record RegistrySettings(Map<String, String> properties) {
  public RegistrySettings {
    properties = Map.copyOf(properties);
  }
}
