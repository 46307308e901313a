// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store of bundles over http, in this JVM, that can be away. */
final class TestStore implements AutoCloseable {
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final HttpServer server;
  private volatile boolean away;
  private volatile String withheld = "nothing";

  TestStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  URI folder() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/models");
  }

  void put(String name, BundleFile file) {
    files.put("/models/" + name, file.encode());
  }

  void away(boolean away) {
    this.away = away;
  }

  /** Away for one file alone. */
  void withhold(String name) {
    this.withheld = name;
  }

  int asked() {
    return asked.get();
  }

  /** Requests while it was away. */
  int refused() {
    return refused.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (away || path.contains(withheld)) {
        refused.incrementAndGet();
        exchange.sendResponseHeaders(503, -1);
      } else if (exchange.getRequestMethod().equals("PUT")) {
        files.put(path, body);
        exchange.sendResponseHeaders(201, -1);
      } else if (files.containsKey(path)) {
        exchange.sendResponseHeaders(200, files.get(path).length);
        exchange.getResponseBody().write(files.get(path));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
