// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a registry, always at the same address: asks for a password, forbids, or is shut,
 * while the registry keeps what it holds.
 */
public final class RegistryDoor implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String behind;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private final int port;
  private volatile String authorization = "";
  private volatile boolean forbidding;

  /**
   * @param behind the registry's URL
   */
  public RegistryDoor(String behind) {
    this.behind = behind;
    this.port = open(0);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Of every request, in order: {@code METHOD /path}. */
  public List<String> asked() {
    return asked;
  }

  /** Nobody listens any more. */
  public void shut() {
    server.stop(0);
  }

  public void open() {
    open(port);
  }

  /**
   * @param userInfo {@code user:password}
   */
  public RegistryDoor askFor(String userInfo) {
    authorization =
        "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Whoever comes in may do nothing. */
  public RegistryDoor forbid() {
    forbidding = true;
    return this;
  }

  private int open(int port) {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
      server.createContext("/", this::handle);
      server.setExecutor(threads);
      server.start();
      return server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
      String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!authorization.isEmpty() && !given.equals(authorization)) {
        answer(exchange, 401, "{\"error_code\":40101,\"message\":\"Unauthorized\"}".getBytes());
      } else if (forbidding) {
        answer(exchange, 403, "{\"error_code\":40301,\"message\":\"not you\"}".getBytes());
      } else {
        pass(exchange, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var response = HTTP.send(request, BodyHandlers.ofByteArray());
    answer(exchange, response.statusCode(), response.body());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
