// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.skewline.fusion.BadBundleException;
import io.skewline.fusion.BadBundleException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBlobsTest {
  private static final byte[] TEN = new byte[10];

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private HttpBlobs blobs;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    blobs = blobs(Map.of());
  }

  @AfterEach
  void stop() {
    testIsOver.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private HttpBlobs blobs(Map<String, String> environment) {
    return new HttpBlobs(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/models"),
        RequestAuthority.bearer(environment),
        Duration.ofSeconds(2));
  }

  /**
   * {@code /models/status-N} answers N, {@code endless-N} likewise with a body, other names are
   * files, some of them odd.
   */
  private void serve(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().replace("/models/", "");
    asked.put(name, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (name.startsWith("endless-")) {
        exchange.sendResponseHeaders(Integer.parseInt(name.substring(8)), 0);
        exchange.getResponseBody().write(TEN);
        exchange.getResponseBody().flush();
        testIsOver.await();
      } else if (name.startsWith("status-")) {
        exchange.getResponseHeaders().add("Location", "/models/secret");
        exchange.sendResponseHeaders(Integer.parseInt(name.substring(7)), -1);
      } else if (exchange.getRequestMethod().equals("PUT")) {
        files.put(name, body);
        exchange.sendResponseHeaders(201, -1);
      } else if (!files.containsKey(name)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (name.equals("never")) {
        testIsOver.await();
      } else {
        byte[] file = files.get(name);
        long length = name.equals("chunked") ? 0 : name.equals("cut") ? 100 : file.length;
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldGetWhatWasPut() throws Exception {
    blobs.put("a", new byte[] {1, 2, 3});
    assertThat(files).containsOnlyKeys("a");
    assertThat(blobs.get("a", 3)).hasValue(new byte[] {1, 2, 3});
    assertThat(blobs.get("b", 3)).isEmpty();
    assertThat(blobs.get("status-410", 3)).isEmpty();
    assertThat(asked).containsEntry("a", "null");
  }

  @Test
  void shouldSayWhoAsks() throws Exception {
    files.put("a", TEN);
    blobs(Map.of(RequestAuthority.TOKEN, "t0ken")).get("a", 10);
    assertThat(asked).containsEntry("a", "Bearer t0ken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t0ken\n", " t0ken \r\n"})
  void shouldDoWithoutTheNewlineOfATokensFile(String token) throws Exception {
    files.put("a", TEN);
    assertThat(blobs(Map.of(RequestAuthority.TOKEN, token)).get("a", 10)).hasValue(TEN);
    assertThat(asked).containsEntry("a", "Bearer t0ken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t0\nken", "t0\u0000ken", "t0k\u00e9n", "t0\u007fken"})
  void shouldNameTheVariableButNotTheToken(String token) {
    assertThatThrownBy(() -> blobs(Map.of(RequestAuthority.TOKEN, token)))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageStartingWith("SKEWLINE_MODELS_TOKEN in the environment")
        .hasMessageNotContaining("t0");
  }

  @Test
  void shouldNeverQuoteAHeader() {
    HttpBlobs odd =
        new HttpBlobs(
            URI.create("http://127.0.0.1:1/models"),
            (method, url, body) -> Map.of("Authorization", "Bearer t0\nken"));
    assertThatThrownBy(() -> odd.get("a", 10))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("ken");
  }

  @Test
  void shouldNotWaitForTheEndOfAnErrorsText() throws Exception {
    assertThat(blobs.get("endless-404", 10)).isEmpty();
    assertThatThrownBy(() -> blobs.get("endless-503", 10)).hasMessageEndingWith("answered 503");
    assertThatThrownBy(() -> blobs.put("endless-405", TEN)).hasMessageEndingWith("answered 405");
    blobs.put("endless-200", TEN);
  }

  @Test
  void shouldLeaveNoThreadForEachThatWas() throws Exception {
    files.put("a", TEN);
    blobs.get("a", 10);
    long before = clientThreads();
    for (int i = 0; i < 3; i++) {
      try (HttpBlobs another = blobs(Map.of())) {
        another.get("a", 10);
      }
    }
    assertThat(clientThreads()).isEqualTo(before);
  }

  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("SelectorManager"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "chunked"})
  void shouldNotHoldMoreThanAFileMayHave(String name) throws Exception {
    files.put(name, new byte[1 << 20]);
    assertThat(blobs.get(name, 1 << 20)).isPresent();
    assertThatThrownBy(() -> blobs.get(name, (1 << 20) - 1))
        .isInstanceOf(BadBundleException.class)
        .hasMessageContaining("has more than the 1048575 bytes that it may have");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void shouldFollowNoRedirect(int status) {
    files.put("secret", TEN);
    assertThatThrownBy(() -> blobs.get("status-" + status, 10))
        .isInstanceOfSatisfying(
            BadBundleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_LOCATION));
    assertThat(asked).doesNotContainKey("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status-500", "status-503", "status-401", "status-403", "status-429"})
  void shouldSayThatItIsAway(String name) {
    assertThatThrownBy(() -> blobs.get(name, 10)).isInstanceOf(AwayException.class);
    assertThatThrownBy(() -> blobs.put(name, TEN)).isInstanceOf(AwayException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "never"})
  void shouldTakeNoPartForTheWhole(String name) {
    files.put(name, TEN);
    assertThatThrownBy(() -> blobs.get(name, 1_000)).isInstanceOf(AwayException.class);
  }

  @Test
  void shouldSayThatNobodyListens() {
    server.stop(0);
    assertThatThrownBy(() -> blobs.get("a", 10))
        .isInstanceOf(AwayException.class)
        .hasMessageContaining("/models/a");
    assertThatThrownBy(() -> blobs.put("a", TEN)).isInstanceOf(AwayException.class);
  }

  @Test
  void shouldSayThatItMayNotWrite() {
    assertThatThrownBy(() -> blobs.put("status-405", TEN))
        .isInstanceOf(KafkaException.class)
        .isNotInstanceOf(AwayException.class)
        .hasMessageContaining("answered 405");
  }
}
