// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.Topology;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StatusServerTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private final HttpClient client = HttpClient.newHttpClient();
  private final Metrics metrics = new Metrics();
  private Progress.Seen seen = new Progress.Seen(NOW, true, "lag 3");
  private boolean modelLoaded = true;

  private final Status status =
      new Status(
          () -> seen,
          () ->
              List.of(
                  new HealthCheck("streams", true, "RUNNING"),
                  new HealthCheck("model", modelLoaded, "v1")),
          metrics::scrape,
          new Topology().addSource("decode", "in").addSink("emit", "out", "decode").describe(),
          Optional.of(() -> Map.of("audio", Map.of("in", 4))));
  private final StatusServer server = serve(status);

  private static StatusServer serve(Status status) {
    return new StatusServer(StatusSettings.local(0), status, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return get(server, path, headers);
  }

  private HttpResponse<String> get(StatusServer from, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(from, path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static URI uri(StatusServer server, String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  @Test
  void shouldBeAliveWhileThereIsProgressOrNothingToDo() throws Exception {
    seen = new Progress.Seen(NOW.minusSeconds(60), true, "lag 3");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    seen = new Progress.Seen(NOW.minusSeconds(9_999), false, "no input");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSayWhyItIsStuck() throws Exception {
    seen = new Progress.Seen(NOW.minusSeconds(61), true, "lag 3");
    HttpResponse<String> live = get("/health/live");
    assertThat(live.statusCode()).isEqualTo(503);
    assertThat(live.body()).contains("\"status\":\"down\"", "\"silentMillis\":61000", "lag 3");
  }

  @Test
  void shouldBeReadyOnlyIfEveryCheckHolds() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    modelLoaded = false;
    HttpResponse<String> ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("{\"name\":\"model\",\"ok\":false,\"detail\":\"v1\"}", "RUNNING");
  }

  @Test
  void shouldServePrometheusText() throws Exception {
    HttpResponse<String> scrape = get("/metrics");
    assertThat(scrape.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(scrape.body())
        .contains(
            "jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_gc_", "system_cpu_count");
  }

  @Test
  void shouldDrawTheTopology() throws Exception {
    assertThat(get("/topology").body()).contains("Sub-topology: 0").contains("Sink: emit");
    String mermaid = get("/topology.mmd").body();
    assertThat(mermaid).startsWith("flowchart LR\n");
    assertThat(get("/topology?format=mermaid").body()).isEqualTo(mermaid);
    assertThat(get("/topology", "Accept", "text/vnd.mermaid").body()).isEqualTo(mermaid);
  }

  @Test
  void shouldServeTheScoresWhereThereAreSome() throws Exception {
    assertThat(get("/scores").statusCode()).isEqualTo(404);
    Status with =
        new Status(
            status.progress(),
            status.ready(),
            status.scrape(),
            status.topology(),
            Optional.empty(),
            Optional.of(() -> Map.of("scores", List.of(1))));
    try (StatusServer other = serve(with)) {
      assertThat(get(other, "/scores").body()).isEqualTo("{\"scores\":[1]}\n");
    }
  }

  @Test
  void shouldServeTheLedgerWhereThereIsOne() throws Exception {
    assertThat(get("/ledger").body()).isEqualTo("{\"audio\":{\"in\":4}}\n");
    Status without =
        new Status(
            status.progress(),
            status.ready(),
            status.scrape(),
            status.topology(),
            Optional.empty());
    try (StatusServer other = serve(without)) {
      assertThat(get(other, "/ledger").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void shouldRefuseOtherPathsAndMethodsAsJson() throws Exception {
    HttpResponse<String> nothing = get("/health");
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.body()).contains("\"error\":\"nothing at /health\"", "/health/live");
    HttpRequest post =
        HttpRequest.newBuilder(uri(server, "/metrics")).POST(BodyPublishers.ofString("x")).build();
    HttpResponse<String> refused = client.send(post, BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(refused.body()).contains("POST is not allowed");
  }

  @Test
  void shouldAnswerHeadWithoutABody() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(uri(server, "/ledger"))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = client.send(head, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void shouldRunOnAFewDaemonThreadsOnly() throws Exception {
    for (int i = 0; i < 20; i++) {
      get("/topology");
    }
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("skewline-http"))
            .toList();
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void shouldRefuseWhatItHasNoRoomFor() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Status slow =
        new Status(
            status.progress(),
            status.ready(),
            () -> {
              awaitQuietly(release);
              return "";
            },
            status.topology(),
            Optional.empty());
    try (StatusServer other = serve(slow)) {
      HttpRequest request = HttpRequest.newBuilder(uri(other, "/metrics")).build();
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        answers.add(
            client
                .sendAsync(request, BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode));
      }
      Awaitility.await().until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
      release.countDown();
      List<Integer> codes = answers.stream().map(CompletableFuture::join).toList();
      assertThat(codes).contains(200, 503).containsOnly(200, 503);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldTellTheLogAndNotTheClientWhyItFailed() throws Exception {
    Status failing =
        new Status(
            status.progress(),
            () -> {
              throw new IllegalStateException("c4n4ry");
            },
            status.scrape(),
            status.topology(),
            Optional.empty());
    Logger logger = (Logger) LoggerFactory.getLogger(PageHandler.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (StatusServer other = serve(failing)) {
      HttpResponse<String> failed = get(other, "/health/ready");
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.body()).doesNotContain("c4n4ry", "Exception");
      String id = failed.body().replaceAll("(?s).*beside ([0-9a-f-]{36}).*", "$1");
      assertThat(log.list)
          .singleElement()
          .satisfies(event -> assertThat(event.getFormattedMessage()).endsWith(id))
          .satisfies(
              event -> assertThat(event.getThrowableProxy().getMessage()).contains("c4n4ry"));
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void shouldNameAnAddressInUse() {
    StatusSettings taken = StatusSettings.local(server.port());
    assertThatThrownBy(() -> new StatusServer(taken, status, Clock.systemUTC()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("localhost:" + server.port());
  }
}
