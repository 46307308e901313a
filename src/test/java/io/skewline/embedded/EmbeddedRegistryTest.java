// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String V1 = record("{\"name\":\"a\",\"type\":\"int\"}");

  /** Readable with V1's data: the new field has a default. */
  static final String V2 =
      record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");

  /** Not readable with V1's data. */
  static final String BROKEN =
      record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"c\",\"type\":\"int\"}");

  private final EmbeddedRegistry registry = EmbeddedRegistry.start();
  private final HttpClient http = HttpClient.newHttpClient();

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void shouldGiveEqualSchemasOneIdOverAllSubjects() throws Exception {
    int id = register("s1", V1).json.get("id").asInt();
    assertThat(register("s1", V1).json.get("id").asInt()).isEqualTo(id);
    assertThat(register("s2", V1.replace(",", " , ")).json.get("id").asInt()).isEqualTo(id);
    assertThat(register("s1", V2).json.get("id").asInt()).isNotEqualTo(id);

    assertThat(get("/subjects").json).isEqualTo(JSON.readTree("[\"s1\",\"s2\"]"));
    assertThat(get("/subjects/s1/versions").json).isEqualTo(JSON.readTree("[1,2]"));
    assertThat(get("/schemas/ids/" + id).json.get("schema").asText()).isEqualTo(V1);
    assertThat(get("/schemas/ids/" + id + "/subjects").json.size()).isEqualTo(2);
    assertThat(get("/subjects/s1/versions/latest").json.get("version").asInt()).isEqualTo(2);
    assertThat(get("/subjects/s1/versions/1/schema").json).isEqualTo(JSON.readTree(V1));
    assertThat(get("/schemas/types").json).isEqualTo(JSON.readTree("[\"AVRO\"]"));
  }

  @Test
  void shouldLookUpWithoutRegistering() throws Exception {
    expectError(post("/subjects/s", body(V1)), 404, 40401);
    register("s", V1);
    Answer found = post("/subjects/s", body(V1));
    assertThat(found.json.get("version").asInt()).isEqualTo(1);
    assertThat(found.json.get("subject").asText()).isEqualTo("s");
    expectError(post("/subjects/s", body(V2)), 404, 40403);
  }

  @Test
  void shouldRefuseWhatBreaksReadersUnlessConfigured() throws Exception {
    register("s", V1);
    expectError(register("s", BROKEN), 409, 409);
    String check = "/compatibility/subjects/s/versions/latest";
    assertThat(post(check, body(BROKEN)).json.get("is_compatible").asBoolean()).isFalse();
    assertThat(post(check + "?verbose=true", body(BROKEN)).json.get("messages").toString())
        .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
    assertThat(post(check, body(V2)).json.get("is_compatible").asBoolean()).isTrue();

    assertThat(get("/config").json.get("compatibilityLevel").asText()).isEqualTo("BACKWARD");
    expectError(get("/config/s"), 404, 40408);
    assertThat(
            send("PUT", "/config/s", "{\"compatibility\":\"NONE\"}")
                .json
                .get("compatibility")
                .asText())
        .isEqualTo("NONE");
    assertThat(register("s", BROKEN).status).isEqualTo(200);
    expectError(send("PUT", "/config/s", "{\"compatibility\":\"SOME\"}"), 422, 42203);
  }

  @Test
  void shouldCheckAllVersionsWhenTransitive() throws Exception {
    String optional = record("{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    String text = record("{\"name\":\"a\",\"type\":\"string\",\"default\":\"\"}");
    register("s", V1);
    register("s", optional);
    String check = "/compatibility/subjects/s/versions";
    assertThat(post(check, body(text)).json.get("is_compatible").asBoolean()).isTrue();
    send("PUT", "/config", "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
    assertThat(post(check, body(text)).json.get("is_compatible").asBoolean()).isFalse();
  }

  @Test
  void shouldDeleteSoftlyThenForGood() throws Exception {
    int id = register("s", V1).json.get("id").asInt();
    register("s", V2);
    expectError(send("DELETE", "/subjects/s/versions/1?permanent=true", ""), 404, 40407);
    assertThat(send("DELETE", "/subjects/s/versions/1", "").json.asInt()).isEqualTo(1);
    expectError(send("DELETE", "/subjects/s/versions/1", ""), 404, 40406);
    expectError(get("/subjects/s/versions/1"), 404, 40402);
    assertThat(get("/subjects/s/versions/1?deleted=true").status).isEqualTo(200);
    assertThat(get("/schemas/ids/" + id).status).as("records still name it").isEqualTo(200);

    assertThat(send("DELETE", "/subjects/s", "").json).isEqualTo(JSON.readTree("[2]"));
    expectError(get("/subjects/s/versions"), 404, 40401);
    assertThat(send("DELETE", "/subjects/s?permanent=true", "").json)
        .isEqualTo(JSON.readTree("[1,2]"));
    expectError(get("/subjects/s/versions?deleted=true"), 404, 40401);
    expectError(get("/schemas/ids/" + id), 404, 40403);
    assertThat(register("s", V1).json.get("id").asInt()).as("never given twice").isGreaterThan(id);
  }

  @Test
  void shouldNameWhatIsWrong() throws Exception {
    expectError(register("s", "{\"type\":\"nothing\"}"), 422, 42201);
    expectError(post("/subjects/s/versions", "{}"), 422, 42201);
    expectError(
        post("/subjects/s/versions", "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"), 422, 42201);
    expectError(post("/subjects/s/versions", "no json"), 400, 400);
    register("s", V1);
    expectError(get("/subjects/s/versions/7"), 404, 40402);
    expectError(get("/subjects/s/versions/zero"), 422, 42202);
    expectError(get("/subjects/other/versions/1"), 404, 40401);
    expectError(get("/schemas/ids/99"), 404, 40403);
    expectError(get("/nowhere"), 404, 404);
    expectError(send("PATCH", "/subjects/s", ""), 405, 405);
  }

  @Test
  void shouldTakeSubjectNamesAsTheyAre() throws Exception {
    register("a%2Fb%20c%2B", V1);
    assertThat(get("/subjects").json).isEqualTo(JSON.readTree("[\"a/b c+\"]"));
    assertThat(get("/subjects/a%2Fb%20c+/versions").status).isEqualTo(200);
  }

  @Test
  void shouldAskForThePasswordItWasGiven() throws Exception {
    try (EmbeddedRegistry guarded =
        EmbeddedRegistry.start(EmbeddedRegistryOptions.open().forUser("me:secret"))) {
      URI uri = URI.create(guarded.url() + "/subjects");
      HttpRequest bare = HttpRequest.newBuilder(uri).build();
      assertThat(http.send(bare, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      for (var entry : Map.of("me:secret", 200, "me:wrong", 401).entrySet()) {
        String token =
            Base64.getEncoder().encodeToString(entry.getKey().getBytes(StandardCharsets.UTF_8));
        HttpRequest request =
            HttpRequest.newBuilder(uri).header("Authorization", "Basic " + token).build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(entry.getValue());
      }
    }
  }

  private record Answer(int status, String type, JsonNode json) {}

  private static void expectError(Answer answer, int status, int code) {
    assertThat(answer.status).as(answer.json.toString()).isEqualTo(status);
    assertThat(answer.json.get("error_code").asInt()).isEqualTo(code);
    assertThat(answer.json.get("message").asText()).isNotBlank();
    assertThat(answer.type).isEqualTo("application/vnd.schemaregistry.v1+json");
  }

  private static String body(String schema) throws Exception {
    return JSON.writeValueAsString(Map.of("schema", schema));
  }

  private Answer register(String subject, String schema) throws Exception {
    return post("/subjects/" + subject + "/versions", body(schema));
  }

  private Answer get(String path) throws Exception {
    return send("GET", path, "");
  }

  private Answer post(String path, String body) throws Exception {
    return send("POST", path, body);
  }

  private Answer send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        JSON.readTree(response.body()));
  }
}
