// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of what is around: {@code registry}, {@code kafka}, {@code shutdown}. */
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
  static final Key<Duration> NOTICE =
      LIST.of(
          "shutdown.notice",
          "0ms",
          Kinds.duration("0ms", "10m"),
          "after a SIGTERM, wall-clock time for which health says not ready while the work goes on: for load balancers");
  static final Key<Duration> WITHIN =
      LIST.of(
          "shutdown.within",
          "20s",
          Kinds.duration("1s", "10m"),
          "then, wall-clock time to commit and close in; what lasts longer is cut off, with exit status 1");
  static final List<Key<?>> ALL = LIST.all();

  private ClientKeys() {}
}
