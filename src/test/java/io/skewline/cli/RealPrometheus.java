// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;

/**
 * The Prometheus of this machine over our own files: {@code prometheus.yml} with other targets and
 * with 1 s between scrapes and evaluations, and the alerts with their times cut to seconds. What
 * the alerts ask is untouched; that the real times are right is for {@code promtool test rules}.
 */
final class RealPrometheus implements AutoCloseable {
  static final Path OPS = Path.of("ops/prometheus");
  static final Path RULES = OPS.resolve("rules/alerts.yml");

  /** What a range of minutes is cut to: ten scrapes. */
  static final String RANGE = "10s";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Process process;
  private final String url;

  /**
   * @param processors host and port of each
   */
  RealPrometheus(Path dir, List<String> processors, String trainer) throws IOException {
    Path rules = Files.createDirectories(dir.resolve("rules")).resolve("alerts.yml");
    Files.writeString(rules, hurried(Files.readString(RULES)));
    Path config = dir.resolve("prometheus.yml");
    Path password = dir.resolve("http-password");
    Files.writeString(password, "not asked for");
    String file =
        Files.readString(OPS.resolve("prometheus.yml"))
            .replace("/run/secrets/http-password", password.toString());
    Files.writeString(config, config(file, processors, trainer));
    promtool("check", "config", config.toString());
    int port = freePort();
    url = "http://127.0.0.1:" + port;
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + dir.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("prometheus.log").toFile())
            .start();
    await("prometheus is ready").atMost(Duration.ofSeconds(60)).until(this::ready);
  }

  /** Skips the test where there is none. */
  static void require() {
    Assumptions.assumeTrue(
        installed("prometheus") && installed("promtool"),
        "prometheus and promtool are not installed (Debian: apt-get install prometheus)");
  }

  private static boolean installed(String program) {
    try {
      Process asked =
          new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return asked.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What it printed; fails unless it exits with 0. */
  static String promtool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.onExit().join().exitValue()).as("%s:%n%s", command, said).isZero();
    return said;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String hurried(String rules) {
    return rules.replaceAll("\\[\\d+[mh]]", "[" + RANGE + "]").replaceAll("for: \\d+m", "for: 1s");
  }

  private static String config(String file, List<String> processors, String trainer) {
    String quoted = "\"" + String.join("\", \"", processors) + "\"";
    String ours =
        file.replace("\"processor-1:8080\", \"processor-2:8080\"", quoted)
            .replace("\"trainer:8080\"", "\"" + trainer + "\"")
            .replaceAll("(scrape|evaluation)_interval: \\d+s", "$1_interval: 1s");
    assertThat(ours).contains(quoted, trainer, "scrape_interval: 1s", "evaluation_interval: 1s");
    return ours;
  }

  private boolean ready() throws InterruptedException {
    assertThat(process.isAlive()).as("prometheus lives").isTrue();
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode data(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    JsonNode body = json.readTree(answer.body());
    assertThat(body.path("status").asText()).as(path + ": " + answer.body()).isEqualTo("success");
    return body.path("data");
  }

  /** The series of an instant query; fails if Prometheus does not understand it. */
  JsonNode query(String promql) throws IOException, InterruptedException {
    return data("/api/v1/query?query=" + encoded(promql)).path("result");
  }

  /** The values of a label, as Grafana's {@code label_values} asks for them. */
  JsonNode labelValues(String selector, String label) throws IOException, InterruptedException {
    return data("/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(selector));
  }

  /** The names of the alerts that are firing. */
  Set<String> firing() throws IOException, InterruptedException {
    Set<String> firing = new TreeSet<>();
    for (JsonNode alert : data("/api/v1/alerts").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        firing.add(alert.path("labels").path("alertname").asText());
      }
    }
    return firing;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
