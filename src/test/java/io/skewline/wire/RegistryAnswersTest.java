// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.skewline.avro.ModalityFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry answers, and what becomes of it: a value, a rejection, or another try. */
class RegistryAnswersTest {
  private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getPath()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getRequestBody().readAllBytes();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Codecs codecs(String... keysAndValues) {
    Map<String, String> properties = new HashMap<>();
    properties.put("schema.registry.url", "http://localhost:" + server.getAddress().getPort());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Codecs(new RegistrySettings(properties));
  }

  private void answer(int status, String body) {
    this.status = status;
    this.body = body;
  }

  private static void decode(Codecs codecs) throws WireException {
    codecs.frames().decode("t.audio", KEY, new byte[] {0, 0, 0, 0, 42, 1});
  }

  private static void assertRejected(Codecs codecs, RejectReason reason) {
    assertThatThrownBy(() -> decode(codecs))
        .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining("42");
  }

  @Test
  void shouldRejectAnUnknownIdAndAskOnlyOnce() {
    answer(404, NOT_FOUND);
    Codecs codecs = codecs();
    for (int n = 0; n < 5; n++) {
      assertRejected(codecs, RejectReason.UNKNOWN_SCHEMA);
    }
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0)).startsWith("GET /schemas/ids/42 ");
  }

  @Test
  void shouldAskForAKnownIdOnlyOnce() {
    String text = SchemaRegistry.published(ModalityFrame.getClassSchema());
    answer(200, "{\"schema\":\"" + text.replace("\"", "\\\"") + "\"}");
    Codecs codecs = codecs();
    for (int n = 0; n < 5; n++) {
      assertThatThrownBy(() -> decode(codecs)).isInstanceOf(WireException.class);
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void shouldNotBlameARecordForAWrongPath() {
    answer(404, "<html>no such page</html>");
    assertThatThrownBy(() -> decode(codecs())).isInstanceOf(RegistryAwayException.class);
  }

  @Test
  void shouldTryAgainAfterAServerError() {
    for (int code : new int[] {500, 502, 503, 429, 408}) {
      answer(code, "{\"error_code\":" + code * 100 + ",\"message\":\"not now\"}");
      assertThatThrownBy(() -> decode(codecs()))
          .as("status %d", code)
          .isInstanceOf(RetriableException.class)
          .hasMessageContaining("not now");
    }
    answer(500, "{\"error_code\":50001,\"message\":\"not now\"}");
    assertThatThrownBy(() -> codecs().frames().encode("t.audio", Fixtures.frame()))
        .isInstanceOf(RetriableException.class);
  }

  /** No waiting, and no rejection either: the record is not to blame. */
  @Test
  void shouldNotWaitForARegistryThatDoesNotLetUsIn() {
    for (int code : new int[] {401, 403}) {
      answer(code, "{\"error_code\":" + code * 100 + ",\"message\":\"go away\"}");
      for (String key : List.of("basic.auth.user.info", "bearer.auth.token")) {
        boolean basic = key.startsWith("basic");
        Codecs codecs =
            codecs(
                key,
                "c4n4ry:c4n4ry",
                basic ? "basic.auth.credentials.source" : "bearer.auth.credentials.source",
                basic ? "USER_INFO" : "STATIC_TOKEN");
        assertRefused(() -> decode(codecs), code, key);
        assertRefused(() -> codecs.frames().encode("t.audio", Fixtures.frame()), code, key);
      }
      assertRefused(() -> decode(codecs()), code, "basic.auth.user.info");
    }
  }

  private static void assertRefused(ThrowingCallable call, int code, String key) {
    assertThatThrownBy(call)
        .isInstanceOf(RegistryRefusedException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("answered " + code)
        .hasMessageContaining(key)
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void shouldComeBackWhenTheRegistryDoes() {
    answer(503, "{\"error_code\":50301,\"message\":\"not now\"}");
    Codecs codecs = codecs();
    assertThatThrownBy(() -> codecs.frames().encode("t.audio", Fixtures.frame()))
        .isInstanceOf(RegistryAwayException.class);
    answer(200, "{\"id\":42}");
    assertThat(codecs.frames().encode("t.audio", Fixtures.frame())[4]).isEqualTo((byte) 42);
  }

  @Test
  void shouldTryAgainWhenNobodyListens() {
    Codecs codecs = codecs();
    server.stop(0);
    assertThatThrownBy(() -> decode(codecs))
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining("schema registry http://localhost:");
    assertThatThrownBy(() -> codecs.frames().encode("t.audio", Fixtures.frame()))
        .isInstanceOf(RetriableException.class);
  }

  @Test
  void shouldRejectASchemaThatIsNoAvro() {
    answer(200, "{\"schema\":\"syntax = 'proto3';\",\"schemaType\":\"PROTOBUF\"}");
    assertRejected(codecs(), RejectReason.WRONG_SCHEMA);
    answer(200, "{\"schema\":\"{\\\"type\\\":\\\"recor\\\"}\"}");
    assertRejected(codecs(), RejectReason.WRONG_SCHEMA);
  }

  @Test
  void shouldStopWhenTheRegistryRefusesOurSchema() {
    answer(409, "{\"error_code\":409,\"message\":\"incompatible with an earlier schema\"}");
    assertThatThrownBy(() -> codecs().frames().encode("t.audio", Fixtures.frame()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "subject t.audio-value holds a schema that schemas/ModalityFrame.avsc");
  }

  @Test
  void shouldSendBasicCredentials() {
    answer(404, NOT_FOUND);
    Codecs codecs =
        codecs("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret");
    assertRejected(codecs, RejectReason.UNKNOWN_SCHEMA);
    assertThat(requests).containsExactly("GET /schemas/ids/42 Basic bWU6c2VjcmV0");
  }

  @Test
  void shouldSendABearerToken() {
    answer(404, NOT_FOUND);
    Codecs codecs =
        codecs("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc");
    assertRejected(codecs, RejectReason.UNKNOWN_SCHEMA);
    assertThat(requests).containsExactly("GET /schemas/ids/42 Bearer abc");
  }

  @Test
  void shouldHandTlsKeysToTheClient() {
    assertThatThrownBy(() -> codecs("schema.registry.ssl.truststore.location", "/no/such/store"))
        .hasStackTraceContaining("/no/such/store");
  }
}
