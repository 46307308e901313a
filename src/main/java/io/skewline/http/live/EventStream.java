// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/** {@code /events}: server-sent events from the feed, to so many readers at most. */
final class EventStream implements HttpHandler {
  private static final long HEARTBEAT_MILLIS = 10_000;
  private static final long RETRY_MILLIS = 1_000;

  private final LiveFeed feed;
  private final HttpHandler events = new ServerSentEventHandler(this::joined);

  EventStream(LiveFeed feed) {
    this.feed = feed;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    if (feed.full()) {
      exchange.setStatusCode(503);
      exchange.getResponseSender().send("too many readers\n");
    } else if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream; charset=UTF-8");
      exchange.endExchange();
    } else {
      events.handleRequest(exchange);
    }
  }

  private void joined(ServerSentEventConnection connection, @Nullable String last) {
    connection.setKeepAliveTime(HEARTBEAT_MILLIS);
    connection.sendRetry(RETRY_MILLIS);
    Reader reader = new Reader(connection);
    connection.addCloseTask(closed -> feed.leave(reader));
    feed.join(reader, last == null ? "" : last);
  }
}
