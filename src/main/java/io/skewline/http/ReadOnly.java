// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Map;

/** Lets GET and HEAD through, nothing else. */
final class ReadOnly implements HttpHandler {
  private final HttpHandler next;

  ReadOnly(HttpHandler next) {
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    HttpString method = exchange.getRequestMethod();
    if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
      next.handleRequest(exchange);
      return;
    }
    exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
    PageHandler.send(exchange, Reply.json(405, Map.of("error", method + " is not allowed")));
  }
}
