// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.TopologyDescription;

/**
 * What the server shows. Every supplier is called by HTTP threads, on each request.
 *
 * @param ready all must hold, e.g. the Streams state and the active model
 * @param scrape the meters in Prometheus' text format
 * @param ledger what {@code /ledger} shows as JSON: maps, lists, strings, numbers; empty where the
 *     process has none
 * @param scores what {@code /scores} shows, likewise
 */
public record Status(
    Progress progress,
    Supplier<List<HealthCheck>> ready,
    Supplier<String> scrape,
    TopologyDescription topology,
    Optional<Supplier<Map<String, ?>>> ledger,
    Optional<Supplier<Map<String, ?>>> scores) {

  /** Without scores. */
  public Status(
      Progress progress,
      Supplier<List<HealthCheck>> ready,
      Supplier<String> scrape,
      TopologyDescription topology,
      Optional<Supplier<Map<String, ?>>> ledger) {
    this(progress, ready, scrape, topology, ledger, Optional.empty());
  }
}
