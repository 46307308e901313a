// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import java.io.UncheckedIOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health, metrics, topology and ledger over HTTP, read-only. Runs from construction to {@link
 * #close}, on a few daemon threads of its own: a slow reader never holds up a stream thread.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  private final PageHandler pages;
  private final Listener listener;

  /**
   * @throws UncheckedIOException if the address cannot be bound; the message names it
   */
  public StatusServer(StatusSettings settings, Status status, Clock clock) {
    pages = new PageHandler(new StatusPages(status, settings.patience(), clock));
    listener = new Listener(settings, new ReadOnly(pages));
    LOG.info("status on {}://{}:{}", scheme(settings), settings.host(), port());
  }

  private static String scheme(StatusSettings settings) {
    return settings.access().tls().isPresent() ? "https" : "http";
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
