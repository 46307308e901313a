// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.skewline.embedded.SubjectStore.RegistryError;
import io.skewline.embedded.SubjectStore.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A schema registry over HTTP inside this JVM, on the loopback address, in memory: the part of
 * Confluent's API (v1) that serialisers and command-line clients use, for Avro.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SubjectStore store = new SubjectStore();
  private final HttpServer http;
  private final ExecutorService threads;

  private EmbeddedRegistry(int port) throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "embedded-registry");
              thread.setDaemon(true);
              return thread;
            });
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  public static EmbeddedRegistry start() {
    return start(0);
  }

  /**
   * @param port 0 for a free one
   */
  public static EmbeddedRegistry start(int port) {
    try {
      return new EmbeddedRegistry(port);
    } catch (IOException e) {
      throw new UncheckedIOException("registry on port " + port, e);
    }
  }

  /** The value of {@code schema.registry.url}. */
  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      Object answer;
      try {
        answer = answer(exchange);
      } catch (RegistryError e) {
        status = e.status();
        answer = Map.of("error_code", e.code(), "message", e.getMessage());
      } catch (JsonProcessingException e) {
        status = 422;
        answer = Map.of("error_code", 42201, "message", "Invalid JSON: " + e.getOriginalMessage());
      }
      byte[] body = MAPPER.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Object answer(HttpExchange exchange) throws IOException {
    String[] path =
        Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
            .filter(part -> !part.isEmpty())
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toArray(String[]::new);
    String method = exchange.getRequestMethod();
    JsonNode body = MAPPER.readTree(exchange.getRequestBody());
    String root = path.length == 0 ? "" : path[0];
    return switch (root) {
      case "" -> Map.of();
      case "subjects" -> subjects(method, path, body);
      case "schemas" -> schemas(path);
      case "config" -> config(method, path, body);
      case "compatibility" -> compatibility(path, body);
      case "mode" -> Map.of("mode", "READWRITE");
      default -> throw notFound();
    };
  }

  private Object subjects(String method, String[] path, JsonNode body) {
    if (path.length == 1) {
      return store.subjects();
    }
    String subject = path[1];
    boolean delete = method.equals("DELETE");
    if (path.length == 2) {
      return delete ? store.deleteSubject(subject) : lookUp(subject, schema(body));
    }
    if (path.length == 3) {
      return method.equals("POST")
          ? Map.of("id", store.register(subject, schema(body)))
          : store.versions(subject).stream().map(Version::version).toList();
    }
    if (delete) {
      return store.deleteVersion(subject, path[3]);
    }
    Version version = store.version(subject, path[3]);
    return path.length > 4 ? schemaTree(version) : json(version);
  }

  private Object lookUp(String subject, String schema) {
    store.versions(subject);
    return json(
        store
            .find(subject, schema)
            .orElseThrow(() -> new RegistryError(404, 40403, "Schema not found")));
  }

  private Object schemas(String[] path) {
    if (path.length == 2 && path[1].equals("types")) {
      return List.of("AVRO");
    }
    if (path.length < 3 || !path[1].equals("ids")) {
      throw notFound();
    }
    Version version = store.byId(Integer.parseInt(path[2]));
    if (path.length == 4 && path[3].equals("versions")) {
      return List.of(Map.of("subject", version.subject(), "version", version.version()));
    }
    return path.length == 4 ? schemaTree(version) : Map.of("schema", version.schema());
  }

  private Object config(String method, String[] path, JsonNode body) {
    Optional<String> subject = path.length > 1 ? Optional.of(path[1]) : Optional.empty();
    if (method.equals("PUT")) {
      store.setLevel(subject, body.path("compatibility").asText());
      return Map.of("compatibility", body.path("compatibility").asText());
    }
    return Map.of("compatibilityLevel", subject.map(store::level).orElseGet(store::level));
  }

  private Object compatibility(String[] path, JsonNode body) {
    if (path.length < 5) {
      throw notFound();
    }
    return Map.of("is_compatible", store.compatible(path[2], schema(body), path[4]));
  }

  private static String schema(JsonNode body) {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new RegistryError(422, 42201, "Invalid schema type " + type + ": only AVRO is here");
    }
    return body.path("schema").asText();
  }

  private static Map<String, Object> json(Version v) {
    return Map.of(
        "subject", v.subject(), "version", v.version(), "id", v.id(), "schema", v.schema());
  }

  private static JsonNode schemaTree(Version version) {
    try {
      return MAPPER.readTree(version.schema());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a registered schema is JSON", e);
    }
  }

  private static RegistryError notFound() {
    return new RegistryError(404, 404, "HTTP 404 Not Found");
  }
}
