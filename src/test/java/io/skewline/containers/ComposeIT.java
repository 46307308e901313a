// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack of docker-compose.yml on this machine's ports, one story in order. Skipped where no
 * container engine runs.
 */
@Tag("docker")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String PASSWORD = "c4n4ry-http";
  private static final List<String> SILENT = List.of("replay", "setup");
  private static final List<String> OURS = List.of("processor-1", "processor-2", "trainer");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  @TempDir private static Path secrets;
  private ComposeStack stack;

  @BeforeAll
  void start() throws IOException {
    Files.writeString(secrets.resolve("http-password"), PASSWORD + "\n");
    Files.writeString(secrets.resolve("grafana-password"), "c4n4ry-grafana\n");
    stack = new ComposeStack(secrets);
    stack.start();
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void shouldBecomeHealthyAndPredictWithALearntModel() {
    for (String service : stack.services()) {
      if (!service.equals("replay")) {
        await(service)
            .atMost(LONG)
            .untilAsserted(() -> assertThat(stack.health(service)).isEqualTo("healthy"));
      }
    }
    await("predictions of both processors")
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(query("sum by (instance) (skewline_fuse_predictions_total) > 0"))
                    .hasSize(2));
  }

  @Test
  @Order(2)
  void shouldBeScrapedWithThePasswordAndKeepStrangersOut() throws Exception {
    assertThat(query("up == 1")).hasSize(OURS.size());
    for (int port : List.of(8080, 8082, 8083)) {
      assertThat(get(port, "/metrics", null)).isEqualTo(401);
      assertThat(get(port, "/metrics", "skewline:wrong")).isEqualTo(401);
      assertThat(get(port, "/metrics", "skewline:" + PASSWORD)).isEqualTo(200);
      assertThat(get(port, "/health/live", null)).isEqualTo(200);
    }
  }

  @Test
  @Order(3)
  void shouldRunBoundedUnprivilegedAndOnLocalhostAlone() throws Exception {
    List<String> all = new ArrayList<>(stack.services());
    all.addAll(List.of("kafka", "schema-registry", "setup"));
    for (String service : all) {
      JsonNode container = stack.inspect(service);
      assertThat(container.at("/HostConfig/Memory").asLong()).as(service).isPositive();
      assertThat(container.at("/HostConfig/PortBindings").findValuesAsText("HostIp"))
          .as(service)
          .allMatch("127.0.0.1"::equals)
          .hasSize(SILENT.contains(service) ? 0 : 1);
    }
    for (String service : OURS) {
      JsonNode container = stack.inspect(service);
      assertThat(container.at("/Config/User").asText()).isEqualTo("skewline");
      assertThat(container.at("/HostConfig/ReadonlyRootfs").asBoolean()).isTrue();
      assertThat(container.at("/HostConfig/CapDrop").toString()).isEqualTo("[\"ALL\"]");
      assertThat(container.at("/HostConfig/SecurityOpt").toString()).contains("no-new-privileges");
      assertThat(container.toString()).doesNotContain("c4n4ry");
    }
    assertThat(stack.run("logs", "--no-color")).doesNotContain("c4n4ry");
  }

  @Test
  @Order(4)
  void shouldGoOnWhileAProcessorIsAwayAndBalance() throws Exception {
    stack.run("stop", "processor-1");
    assertThat(Docker.run("inspect", "--format", "{{.State.ExitCode}}", id("processor-1")))
        .isEqualTo("143");
    double before = predictions();
    await().atMost(LONG).untilAsserted(() -> assertThat(predictions()).isGreaterThan(before + 20));
    stack.run("start", "processor-1");
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(stack.health("processor-1")).isEqualTo("healthy"));
    String ledger =
        stack.run(
            "run",
            "--rm",
            "-T",
            "--no-deps",
            "processor-2",
            "ledger",
            "topologies/audio-video-events.yaml");
    assertThat(ledger).contains("the ledger holds");
  }

  @Test
  @Order(5)
  void shouldGoOnAfterTheBrokerCameBack() throws Exception {
    stack.run("restart", "kafka");
    double before = predictions();
    await().atMost(LONG).untilAsserted(() -> assertThat(predictions()).isGreaterThan(before + 20));
  }

  private String id(String service) throws IOException {
    return stack.inspect(service).path("Id").asText();
  }

  private double predictions() throws Exception {
    return query("sum(skewline_fuse_predictions_total{instance=\"processor-2:8080\"})")
        .at("/0/value/1")
        .asDouble();
  }

  @Test
  @Order(6)
  void shouldNotStartWithoutPasswords() throws Exception {
    Files.delete(secrets.resolve("http-password"));
    Docker.Said said = stack.ask("up", "--detach", "--no-deps", "--force-recreate", "trainer");
    assertThat(said.status()).as(said.text()).isNotZero();
    assertThat(said.text()).contains("http-password");
  }

  private JsonNode query(String promql) throws IOException, InterruptedException {
    String path = "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:9090" + path)).build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .at("/data/result");
  }

  /** The status. */
  private int get(int port, String path, String user) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (user != null) {
      String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + encoded);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
