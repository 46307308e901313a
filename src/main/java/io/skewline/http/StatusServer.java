// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health, metrics, topology and ledger over HTTP, read-only. Runs from construction to {@link
 * #close}, on a few daemon threads of its own: a slow reader never holds up a stream thread.
 */
public final class StatusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final int THREADS = 2;
  private static final int WAITING = 64;

  private final HttpServer server;
  private final ThreadPoolExecutor pool;
  private final StatusPages pages;

  /**
   * @throws UncheckedIOException if the address cannot be bound; the message names it
   */
  public StatusServer(StatusSettings settings, Status status, Clock clock) {
    pages = new StatusPages(status, settings.patience(), clock);
    try {
      server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), WAITING);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "HTTP cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + e.getMessage(),
          e);
    }
    pool = pool();
    server.setExecutor(pool);
    server.createContext("/", this::answer);
    server.start();
    LOG.info("status on http://{}:{}", settings.host(), port());
  }

  /** The port that is bound, also where 0 was asked for. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static ThreadPoolExecutor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "skewline-http");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      boolean head = method.equals("HEAD");
      if (!head && !method.equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, Reply.json(405, Map.of("error", method + " is not allowed")), false);
        return;
      }
      send(exchange, reply(exchange), head);
    }
  }

  /** A collaborator that fails must not hang the request: the client learns of it. */
  private Reply reply(HttpExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    try {
      return pages.reply(exchange.getRequestURI(), accept == null ? "" : accept);
    } catch (RuntimeException e) {
      LOG.warn("{} failed", exchange.getRequestURI().getPath(), e);
      return Reply.json(500, Map.of("error", e.toString()));
    }
  }

  private static void send(HttpExchange exchange, Reply reply, boolean head) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }
}
