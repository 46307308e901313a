// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ONE = record("{\"name\":\"a\",\"type\":\"int\"}");
  private static final String TWO =
      record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
  private static final String BREAKING = record("{\"name\":\"c\",\"type\":\"string\"}");

  private final EmbeddedRegistry registry = EmbeddedRegistry.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void shouldGiveOneIdPerSchemaAcrossSubjects() throws Exception {
    int id = call("POST", "/subjects/a-value/versions", schema(ONE)).get("id").asInt();
    assertThat(call("POST", "/subjects/b-value/versions", schema(ONE)).get("id").asInt())
        .isEqualTo(id);
    assertThat(call("GET", "/schemas/ids/" + id, null).get("schema").asText()).isEqualTo(ONE);
    assertThat(call("GET", "/subjects", null).toString()).isEqualTo("[\"a-value\",\"b-value\"]");
  }

  @Test
  void shouldEvolveBackwardCompatiblyAndRefuseTheRest() throws Exception {
    call("POST", "/subjects/s/versions", schema(ONE));
    call("POST", "/subjects/s/versions", schema(TWO));
    assertThat(call("GET", "/subjects/s/versions/latest", null).get("version").asInt())
        .isEqualTo(2);
    assertThat(call("POST", "/subjects/s/versions", schema(BREAKING)).get("error_code").asInt())
        .isEqualTo(409);
    assertThat(
            call("POST", "/compatibility/subjects/s/versions/latest", schema(BREAKING))
                .get("is_compatible")
                .asBoolean())
        .isFalse();
    call("PUT", "/config/s", Map.of("compatibility", "NONE"));
    assertThat(call("POST", "/subjects/s/versions", schema(BREAKING)).has("id")).isTrue();
  }

  @Test
  void shouldAnswerWithConfluentsCodes() throws Exception {
    assertThat(call("GET", "/subjects/none/versions", null).get("error_code").asInt())
        .isEqualTo(40401);
    assertThat(call("GET", "/schemas/ids/99", null).get("error_code").asInt()).isEqualTo(40403);
    assertThat(call("POST", "/subjects/s/versions", schema("{")).get("error_code").asInt())
        .isEqualTo(42201);
    call("POST", "/subjects/s/versions", schema(ONE));
    assertThat(call("GET", "/subjects/s/versions/7", null).get("error_code").asInt())
        .isEqualTo(40402);
    assertThat(call("POST", "/subjects/s", schema(TWO)).get("error_code").asInt()).isEqualTo(40403);
  }

  @Test
  void shouldHideDeletedVersionsAndKeepTheirIdsReadable() throws Exception {
    int id = call("POST", "/subjects/s/versions", schema(ONE)).get("id").asInt();
    assertThat(call("DELETE", "/subjects/s", null).toString()).isEqualTo("[1]");
    assertThat(call("GET", "/subjects/s/versions", null).get("error_code").asInt())
        .isEqualTo(40401);
    assertThat(call("GET", "/schemas/ids/" + id, null).get("schema").asText()).isEqualTo(ONE);
  }

  private JsonNode call(String method, String path, Object body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    return MAPPER.readTree(response.body());
  }

  private static Map<String, String> schema(String text) {
    return Map.of("schema", text);
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }
}
