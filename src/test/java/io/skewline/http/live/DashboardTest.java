// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import static io.skewline.http.live.FakeSource.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.http.Progress;
import io.skewline.http.Status;
import io.skewline.http.StatusServer;
import io.skewline.http.StatusSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.Topology;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final Duration STALLED = Duration.ofSeconds(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeSource source = new FakeSource();
  private final LiveFeed feed = new LiveFeed(source, source.meters, STALLED);
  private final Dashboard dashboard = new Dashboard(feed);
  private final StatusServer server = serve(dashboard);

  private static StatusServer serve(Dashboard dashboard) {
    return serve(dashboard, StatusSettings.local(0));
  }

  static StatusServer serve(Dashboard dashboard, StatusSettings settings) {
    Status status =
        new Status(
            () -> new Progress.Seen(Instant.EPOCH, false, "test"),
            List::of,
            () -> "",
            new Topology().addSource("s", "in").describe(),
            Optional.empty());
    return new StatusServer(settings, status, dashboard, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
    dashboard.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private int head(String path) throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    return client.send(head, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void shouldServeThePageAndAllThatItLoads() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'");
    assertThat(page.body()).doesNotContain("http://", "https://");
    List<String> scripts =
        new ArrayList<>(links(page.body(), "(?:href|src)=\"(/[a-zA-Z]+/[^\"]+\\.[a-z]+)\""));
    assertThat(scripts).contains("/dashboard/app.js", "/uplot/uPlot.min.css");
    for (int i = 0; i < scripts.size(); i++) {
      HttpResponse<String> file = get(scripts.get(i));
      assertThat(file.statusCode()).as(scripts.get(i)).isEqualTo(200);
      for (String module : links(file.body(), "from '(?:\\.|)(/[^']+\\.js)'")) {
        String path = module.startsWith("/uplot") ? module : "/dashboard" + module;
        if (!scripts.contains(path)) {
          scripts.add(path);
        }
      }
    }
    assertThat(scripts)
        .contains("/uplot/uPlot.esm.js", "/dashboard/plan.js", "/dashboard/lanes.js");
  }

  private static List<String> links(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void shouldSendNothingTwiceThatABrowserHas() throws Exception {
    String tag = get("/dashboard/app.js").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = get("/dashboard/app.js", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void shouldServeNoOtherFile() throws Exception {
    assertThat(get("/dashboard/").statusCode()).isEqualTo(404);
    assertThat(get("/dashboard/../logback.xml").statusCode()).isEqualTo(404);
    assertThat(get("/dashboard/%2e%2e/logback.xml").statusCode()).isEqualTo(404);
    assertThat(get("/health").body()).contains("\"/\"", "/events");
  }

  @Test
  void shouldAnswerHeadAndRefusePost() throws Exception {
    URI events = URI.create("http://localhost:" + server.port() + "/events");
    assertThat(head("/events")).isEqualTo(200);
    HttpRequest post = HttpRequest.newBuilder(events).POST(BodyPublishers.noBody()).build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    assertThat(feed.readers()).isZero();
  }

  @Test
  void shouldGiveASnapshotAndThenWhatIsNew() throws Exception {
    source.windows.add(window("a", 0, 0));
    Awaitility.await().until(source.windows::isEmpty);
    try (Events events = new Events(server.port(), "")) {
      assertThat(events.contentType()).startsWith("text/event-stream");
      Events.Heard first = events.next();
      assertThat(first.name()).isEqualTo("snapshot");
      assertThat(first.data().at("/about/modalities/1").asText()).isEqualTo("video");
      assertThat(first.data().at("/streams/0/id").asText()).isEqualTo("a");
      assertThat(first.data().at("/streams/0/windows/0/lanes/1/state").asText()).isEqualTo("late");
      source.windows.add(window("a", 1_000, 0));
      Events.Heard more = events.with("windows");
      assertThat(more.name()).isEqualTo("tick");
      assertThat(more.data().at("/windows/0/start").asLong()).isEqualTo(1_000);
      assertThat(more.data().at("/windows/0/answer/label").asText()).isEqualTo("cat");
      assertThat(events.with("ledger").data().at("/ledger/rows/audio/in").asInt()).isEqualTo(4);
    }
  }

  @Test
  void shouldTellOfALedgerThatCannotBeRead() throws Exception {
    source.ledgerFails = new IllegalStateException("c4n4ry");
    try (Events events = new Events(server.port(), "")) {
      assertThat(events.with("ledger").data().at("/ledger/error").asText())
          .contains("the log says why")
          .doesNotContain("c4n4ry");
      assertThat(events.with("totals").name()).isEqualTo("tick");
    }
  }

  @Test
  void shouldGoOnWhereAReaderWasCutOff() throws Exception {
    try (Events stays = new Events(server.port(), "");
        Events events = new Events(server.port(), "")) {
      stays.next();
      events.next();
      Events.Heard last = events.next();
      events.close();
      source.windows.add(window("missed", 0, 0));
      stays.with("windows");
      try (Events again = new Events(server.port(), last.id())) {
        Events.Heard next = again.next();
        assertThat(next.name()).isEqualTo("tick");
        assertThat(number(next.id())).isEqualTo(number(last.id()) + 1);
      }
    }
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }

  @Test
  void shouldBeginAnewForAReaderOfAnotherProcess() throws Exception {
    try (Events stays = new Events(server.port(), "");
        Events events = new Events(server.port(), "cafe-2")) {
      stays.next();
      assertThat(events.next().name()).isEqualTo("snapshot");
    }
  }

  @Test
  void shouldCutOffWhoTakesNothingAndServeTheOthersMeanwhile() throws Exception {
    try (Socket deaf = new Socket("localhost", server.port());
        Events hears = new Events(server.port(), "")) {
      deaf.setReceiveBufferSize(1_024);
      deaf.getOutputStream()
          .write(
              "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      Awaitility.await().until(() -> feed.readers() == 2);
      String long_ = "x".repeat(4_000);
      long heard = 0;
      for (int i = 0; feed.readers() == 2; i++) {
        for (int k = 0; k < 200; k++) {
          source.windows.add(window("a" + long_, 1_000L * (200L * i + k), 0));
        }
        heard += hears.with("windows").data().get("windows").size();
      }
      assertThat(heard).isPositive();
      hears.with("totals");
      assertThat(feed.readers()).isEqualTo(1);
    }
  }

  @Test
  void shouldLookOnForEvidenceOnlyWhileSomebodyListens() throws Exception {
    Awaitility.await().during(Duration.ofMillis(1_500)).until(() -> !source.watched);
    try (Events events = new Events(server.port(), "")) {
      events.next();
      Awaitility.await().until(() -> source.watched);
    }
    Awaitility.await().until(() -> !source.watched);
  }

  @Test
  void shouldRefuseMoreReadersThanItHasRoomFor() throws Exception {
    List<Events> readers = new ArrayList<>();
    for (int i = 0; i < LiveFeed.READERS; i++) {
      readers.add(new Events(server.port(), ""));
    }
    Awaitility.await().until(() -> feed.readers() == LiveFeed.READERS);
    assertThatThrownBy(() -> new Events(server.port(), ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
    assertThat(head("/events")).isEqualTo(503);
    readers.forEach(Events::close);
  }
}
