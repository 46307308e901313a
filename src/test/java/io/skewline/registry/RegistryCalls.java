// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A registry's REST interface, as it is. */
public record RegistryCalls(String url) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What was answered; the JSON is null where there is none. */
  public record Answer(int status, String type, JsonNode json) {
    public int code() {
      return json.path("error_code").asInt();
    }

    public int id() {
      return json.get("id").asInt();
    }
  }

  /** A schema of another subject, for {@link #body}. */
  public record Reference(String name, String subject, int version) {}

  public static String body(String schema, Reference... references) {
    ObjectNode body = JSON.createObjectNode().put("schema", schema);
    if (references.length > 0) {
      body.set("references", JSON.valueToTree(references));
    }
    return body.toString();
  }

  public Answer register(String subject, String schema, Reference... references) {
    return post("/subjects/" + subject + "/versions", body(schema, references));
  }

  /**
   * @param subject empty for the level of all
   */
  public Answer level(String subject, String level) {
    String path = subject.isEmpty() ? "/config" : "/config/" + subject;
    return send("PUT", path, "{\"compatibility\":\"" + level + "\"}");
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  public Answer delete(String path) {
    return send("DELETE", path, "");
  }

  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  public Answer send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
