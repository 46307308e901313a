// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.skewline.http.live.Dashboard;
import io.undertow.server.HttpHandler;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health, metrics, topology, ledger and, where there is one, the dashboard over HTTP, read-only.
 * Runs from construction to {@link #close}, on a few daemon threads of its own: a slow reader never
 * holds up a stream thread.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

  private final PageHandler pages;
  private final Listener listener;
  private final String scheme;
  private final String host;

  /**
   * Without a dashboard.
   *
   * @throws UncheckedIOException as the other one does
   */
  public StatusServer(StatusSettings settings, Status status, Clock clock) {
    this(settings, status, Optional.empty(), clock);
  }

  /**
   * @param dashboard closed by somebody else, after this
   * @throws UncheckedIOException if the address cannot be bound; the message names it
   */
  public StatusServer(StatusSettings settings, Status status, Dashboard dashboard, Clock clock) {
    this(settings, status, Optional.of(dashboard), clock);
  }

  private StatusServer(
      StatusSettings settings, Status status, Optional<Dashboard> dashboard, Clock clock) {
    pages = new PageHandler(new StatusPages(status, settings.patience(), clock));
    HttpHandler all =
        exchange ->
            dashboard
                .flatMap(shown -> shown.at(exchange.getRequestPath()))
                .orElse(pages)
                .handleRequest(exchange);
    listener = new Listener(settings, new ReadOnly(all));
    scheme = settings.access().tls().isPresent() ? "https" : "http";
    host = settings.host();
    LOG.info("status on {}://{}:{}", scheme, host, port());
  }

  /** For who sits at this machine. */
  public String url() {
    String address = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + (EVERYWHERE.contains(host) ? "localhost" : address) + ":" + port();
  }

  /** The port that is bound, also where 0 was asked for. */
  public int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
    pages.close();
  }
}
