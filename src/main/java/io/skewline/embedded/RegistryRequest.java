// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.skewline.embedded.Definition.Reference;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One request, taken apart.
 *
 * @param path decoded segments
 * @param query raw, without the question mark; empty if there is none
 */
record RegistryRequest(String method, List<String> path, String query, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 4 << 20;

  static RegistryRequest of(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new RegistryError(413, 413, "Request body is longer than " + MAX_BODY + " bytes");
    }
    String query = exchange.getRequestURI().getRawQuery();
    return new RegistryRequest(
        exchange.getRequestMethod(),
        Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(RegistryRequest::decode)
            .toList(),
        query == null ? "" : query,
        body);
  }

  private static String decode(String segment) {
    try {
      // In a path a plus is a plus.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RegistryError.badRequest("Bad escape in path segment '" + segment + "'");
    }
  }

  String segment(int index) {
    return path.get(index);
  }

  /** Whether the path is as the pattern says; a star stands for any one segment. */
  boolean is(String pattern) {
    String[] wanted = pattern.split("/");
    if (wanted.length != path.size()) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].equals("*") && !wanted[i].equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  boolean flag(String name) {
    return Arrays.asList(query.split("&")).contains(name + "=true");
  }

  /** A text field of the JSON body. */
  Optional<String> text(String field) {
    return Optional.ofNullable(json().get(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private JsonNode json() {
    try {
      JsonNode node = JSON.readTree(body);
      if (!node.isObject()) {
        throw RegistryError.badRequest("The body must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw RegistryError.badRequest("The body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RegistryError.badRequest("The body cannot be read: " + e.getMessage());
    }
  }

  /** The Avro schema of the body. Other types are told so. */
  String schemaText() {
    String type = text("schemaType").orElse("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryError.invalidSchema("type " + type + " is not known here, only AVRO");
    }
    return text("schema")
        .orElseThrow(() -> RegistryError.invalidSchema("field 'schema' is missing"));
  }

  List<Reference> references() {
    JsonNode references = json().path("references");
    try {
      return references.isArray()
          ? List.of(JSON.treeToValue(references, Reference[].class))
          : List.of();
    } catch (JsonProcessingException e) {
      throw RegistryError.badRequest("The references are not as they must be: " + e.getMessage());
    }
  }
}
