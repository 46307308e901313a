// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry in this JVM, reachable from this machine only, that speaks Confluent's REST
 * interface for Avro: subjects, versions, ids, compatibility (BACKWARD unless configured), soft and
 * permanent deletion, references, with Confluent's error codes. Its schemas go when it is closed.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private final HttpServer server;
  private final ExecutorService threads;
  private final RegistryRoutes routes;
  private final Optional<String> authorization;

  private EmbeddedRegistry(HttpServer server, EmbeddedRegistryOptions options) {
    this.server = server;
    this.threads = Executors.newFixedThreadPool(4, EmbeddedRegistry::thread);
    this.routes = new RegistryRoutes(new SchemaCatalog());
    this.authorization =
        options
            .userInfo()
            .map(
                user ->
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(user.getBytes(StandardCharsets.UTF_8)));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "skewline-registry");
    thread.setDaemon(true);
    return thread;
  }

  /** An open registry on a free port. */
  public static EmbeddedRegistry start() {
    return start(EmbeddedRegistryOptions.open());
  }

  /** An open registry on this port. */
  public static EmbeddedRegistry start(int port) {
    return start(EmbeddedRegistryOptions.open().on(port));
  }

  /**
   * @throws UncheckedIOException if the port is taken
   */
  public static EmbeddedRegistry start(EmbeddedRegistryOptions options) {
    try {
      EmbeddedRegistry registry = new EmbeddedRegistry(server(options), options);
      registry.server.createContext("/", registry::handle);
      registry.server.setExecutor(registry.threads);
      registry.server.start();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException("schema registry did not start on port " + options.port(), e);
    }
  }

  private static HttpServer server(EmbeddedRegistryOptions options) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(BrokerProperties.HOST), options.port());
    if (options.tls().isEmpty()) {
      return HttpServer.create(address, 64);
    }
    HttpsServer server = HttpsServer.create(address, 64);
    server.setHttpsConfigurator(new HttpsConfigurator(options.tls().get()));
    return server;
  }

  /** For {@code schema.registry.url}. */
  public String url() {
    return (server instanceof HttpsServer ? "https://" : "http://")
        + BrokerProperties.HOST
        + ":"
        + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        authenticate(exchange);
        send(exchange, 200, routes.answer(RegistryRequest.of(exchange)));
      } catch (RegistryError e) {
        sendError(exchange, e.status(), e.code(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        sendError(exchange, 500, 50001, "Error in the backend data store: " + e);
      }
    }
  }

  private void authenticate(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization.isPresent() && (given == null || !same(given, authorization.get()))) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"registry\"");
      throw new RegistryError(401, 40101, "Unauthorized");
    }
  }

  private static boolean same(String given, String wanted) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  private static void sendError(HttpExchange exchange, int status, int code, String message)
      throws IOException {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("error_code", code);
    error.put("message", message);
    send(exchange, status, error);
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] body =
        answer instanceof RegistryRoutes.RawJson raw
            ? raw.text().getBytes(StandardCharsets.UTF_8)
            : JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
