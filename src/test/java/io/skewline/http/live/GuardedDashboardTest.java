// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.http.StatusServer;
import io.skewline.http.StatusSettings;
import io.skewline.topology.HttpSettings;
import io.skewline.topology.HttpSettings.User;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page, what it loads and its events are behind the same door as everything else. */
class GuardedDashboardTest {
  /** Of ann and her password. */
  private static final String BASIC = "Basic YW5uOmM0bjRyeQ==";

  private static final String BEARER = "Bearer c4n4ry-token";
  private static final List<String> FILES =
      List.of("/", "/dashboard/app.js", "/dashboard/page.css", "/uplot/uPlot.esm.js");

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeSource source = new FakeSource();
  private final LiveFeed feed = new LiveFeed(source, source.meters);
  private final Dashboard dashboard = new Dashboard(feed);

  @AfterEach
  void stop() {
    dashboard.close();
  }

  private StatusServer serve(String users) {
    User ann = new User("ann", "c4n4ry");
    HttpSettings http =
        new HttpSettings(
            "localhost",
            0,
            0,
            Optional.empty(),
            Optional.of(ann).filter(user -> users.contains("user")),
            Optional.of("c4n4ry-token").filter(token -> users.contains("token")),
            true);
    return DashboardTest.serve(dashboard, StatusSettings.of(http, 0));
  }

  private HttpResponse<String> ask(StatusServer server, String method, String path, String... who)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.noBody());
    for (String authorization : who) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "user, " + BASIC + ", " + BEARER,
    "token, " + BEARER + ", " + BASIC,
    "user and token, " + BEARER + ", Bearer wrong",
    "user and token, " + BASIC + ", Basic YW5uOndyb25n"
  })
  void shouldAskBeforeThePageAndItsEvents(String users, String known, String unknown)
      throws Exception {
    try (StatusServer server = serve(users)) {
      for (String path : FILES) {
        assertThat(ask(server, "GET", path).statusCode()).as(path).isEqualTo(401);
        assertThat(ask(server, "GET", path, unknown).statusCode()).as(path).isEqualTo(401);
        assertThat(ask(server, "GET", path, known).statusCode()).as(path).isEqualTo(200);
      }
      assertThat(ask(server, "HEAD", "/events").statusCode()).isEqualTo(401);
      assertThatThrownBy(() -> new Events(server.port(), ""))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("401");
      assertThatThrownBy(() -> new Events(server.port(), "", unknown))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("401");
      assertThat(feed.readers()).isZero();
      try (Events events = new Events(server.port(), "", known)) {
        assertThat(events.next().name()).isEqualTo("snapshot");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"user, Basic", "token, Bearer"})
  void shouldChallengeSoThatABrowserCanAsk(String users, String scheme) throws Exception {
    try (StatusServer server = serve(users)) {
      assertThat(ask(server, "GET", "/").headers().allValues("WWW-Authenticate"))
          .singleElement()
          .asString()
          .startsWith(scheme);
    }
  }
}
