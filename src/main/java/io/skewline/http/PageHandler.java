// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with pages. They are made on a few daemon threads, not on the I/O thread: some ask the
 * broker. Too many requests at once are refused with 503.
 */
final class PageHandler implements HttpHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);
  private static final int THREADS = 2;
  private static final int WAITING = 64;

  private final StatusPages pages;
  private final ThreadPoolExecutor pool = pool();

  PageHandler(StatusPages pages) {
    this.pages = pages;
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
              Thread thread = new Thread(task, "skewline-http-page");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.dispatch(task -> run(exchange, task), e -> send(e, reply(e)));
  }

  /** Undertow's own answer to a full pool would be 500 and a stack trace in the log. */
  private void run(HttpServerExchange exchange, Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      send(exchange, Reply.json(503, Map.of("error", "too many requests")));
    }
  }

  /**
   * A collaborator that fails must not hang the request. The client learns that it failed and where
   * the log says why, not why: an exception's text may name hosts, files or whatever was read.
   */
  private Reply reply(HttpServerExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
    try {
      return pages.reply(
          exchange.getRequestPath(), exchange.getQueryString(), accept == null ? "" : accept);
    } catch (RuntimeException e) {
      UUID id = UUID.randomUUID();
      LOG.warn("{} failed, told as {}", exchange.getRequestPath(), id, e);
      return Reply.json(500, Map.of("error", "failed: the log says why beside " + id));
    }
  }

  static void send(HttpServerExchange exchange, Reply reply) {
    exchange.setStatusCode(reply.status());
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, reply.contentType());
    exchange.getResponseSender().send(reply.body());
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
