// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.util.List;
import java.util.Map;

/** The keys of what is around: {@code registry} and {@code kafka}. */
final class ClientKeys {
  private static final KeyList LIST = new KeyList();

  static final Key<Map<String, String>> REGISTRY =
      LIST.optional(
          "registry",
          Kinds.properties(),
          "keys of the schema registry client; schema.registry.url is http://localhost:8081 by default");
  static final Key<Map<String, String>> KAFKA =
      LIST.optional(
          "kafka",
          Kinds.properties(),
          "keys of the Kafka clients; bootstrap.servers is localhost:9092 and processing.guarantee exactly_once_v2 by default; keys that Skewline sets are errors");
  static final List<Key<?>> ALL = LIST.all();

  private ClientKeys() {}
}
