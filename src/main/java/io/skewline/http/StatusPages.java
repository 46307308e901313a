// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which page shows what. */
final class StatusPages {
  /** What Prometheus' text exposition format 0.0.4 is served as. */
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private static final String MERMAID = "text/vnd.mermaid";
  private static final List<String> PATHS =
      List.of(
          "/",
          "/events",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/topology",
          "/topology.mmd",
          "/ledger",
          "/scores");

  private final Status status;
  private final Duration patience;
  private final Clock clock;

  StatusPages(Status status, Duration patience, Clock clock) {
    this.status = status;
    this.patience = patience;
    this.clock = clock;
  }

  Reply reply(String path, String query, String accept) {
    return switch (path) {
      case "/health/live" -> live();
      case "/health/ready" -> ready();
      case "/metrics" -> new Reply(200, PROMETHEUS, status.scrape().get());
      case "/topology" -> topology(mermaid(query, accept));
      case "/topology.mmd" -> topology(true);
      case "/ledger" -> shown(status.ledger(), path);
      case "/scores" -> shown(status.scores(), path);
      default -> notFound(path);
    };
  }

  private static boolean mermaid(String query, String accept) {
    return accept.contains(MERMAID) || Arrays.asList(query.split("&")).contains("format=mermaid");
  }

  private Reply live() {
    Instant now = clock.instant();
    Progress.Seen seen = status.progress().now();
    boolean alive = seen.alive(now, patience);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", alive ? "up" : "down");
    body.put("lastProgress", seen.last().toString());
    body.put("silentMillis", Duration.between(seen.last(), now).toMillis());
    body.put("patienceMillis", patience.toMillis());
    body.put("progressExpected", seen.expected());
    body.put("why", seen.why());
    return Reply.json(alive ? 200 : 503, body);
  }

  private Reply ready() {
    List<HealthCheck> checks = status.ready().get();
    boolean ready = checks.stream().allMatch(HealthCheck::ok);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", ready ? "up" : "down");
    body.put("checks", checks);
    return Reply.json(ready ? 200 : 503, body);
  }

  private Reply topology(boolean mermaid) {
    return mermaid
        ? new Reply(200, MERMAID + "; charset=utf-8", MermaidTopology.of(status.topology()))
        : Reply.text(status.topology().toString());
  }

  private static Reply shown(Optional<Supplier<Map<String, ?>>> what, String path) {
    return what.map(page -> Reply.json(200, page.get())).orElse(notFound(path));
  }

  private static Reply notFound(String path) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", "nothing at " + path);
    body.put("known", PATHS);
    return Reply.json(404, body);
  }
}
