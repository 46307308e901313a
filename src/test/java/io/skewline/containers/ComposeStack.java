// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code docker-compose.yml} as it is, under a project name of its own. */
final class ComposeStack implements AutoCloseable {
  private static final String PROJECT = "skewline-it";
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final List<Integer> PORTS = List.of(3000, 8080, 8081, 8082, 8083, 9090, 9092);

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> command;
  private final Map<String, String> environment;
  private final List<String> services;

  /**
   * Of everything there is an image for. Skips the test where there is no engine, or no image of
   * something that the rest needs.
   *
   * @param secrets folder with http-password and grafana-password
   */
  ComposeStack(Path secrets) {
    Docker.require();
    command = new ArrayList<>(Docker.compose());
    command.addAll(List.of("--project-name", PROJECT));
    environment = new HashMap<>(images());
    environment.put("SKEWLINE_SECRETS", secrets.toString());
    environment.put("SKEWLINE_IMAGE", "skewline:it");
    services = new ArrayList<>(List.of("processor-1", "processor-2", "trainer", "replay"));
    services.add("prometheus");
    ContainerImage.GRAFANA
        .find()
        .ifPresentOrElse(
            image -> {
              environment.put("GRAFANA_IMAGE", image);
              services.add("grafana");
            },
            () -> System.out.println("ComposeIT: without grafana, which has no stand-in"));
  }

  /** Returns once `setup` has ended and all are started. */
  void start() {
    ask("down", "--volumes", "--remove-orphans"); // of a run that was killed
    requirePorts();
    run("build", "setup");
    List<String> up = new ArrayList<>(List.of("up", "--detach"));
    up.addAll(services);
    run(up.toArray(String[]::new));
  }

  /** Skips the test where something else listens, e.g. a stack that is in use. */
  private static void requirePorts() {
    for (int port : PORTS) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress("127.0.0.1", port));
      } catch (IOException e) {
        assumeTrue(false, "port " + port + " is taken: " + e.getMessage());
      }
    }
  }

  private static Map<String, String> images() {
    Map<String, String> images =
        Map.of(
            "KAFKA_IMAGE", ContainerImage.KAFKA.reference(),
            "REGISTRY_IMAGE", ContainerImage.SCHEMA_REGISTRY.reference(),
            "PROMETHEUS_IMAGE", ContainerImage.PROMETHEUS.reference(),
            "BUILD_IMAGE", ContainerImage.MAVEN.reference(),
            "BASE_IMAGE", ContainerImage.DEBIAN.reference());
    Map<String, String> all = new HashMap<>(images);
    if (!ContainerImage.MAVEN.isOfficial() || !ContainerImage.DEBIAN.isOfficial()) {
      // BuildKit would ask a registry about them.
      all.putAll(Map.of("DOCKER_BUILDKIT", "0", "COMPOSE_DOCKER_CLI_BUILD", "0"));
    }
    return all;
  }

  List<String> services() {
    return List.copyOf(services);
  }

  /** What Compose printed; fails unless it exits with 0. */
  String run(String... arguments) {
    Docker.Said said = ask(arguments);
    assertThat(said.status()).as("%s:%n%s", List.of(arguments), said.text()).isZero();
    return said.text();
  }

  Docker.Said ask(String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return Docker.ask(LIMIT, environment, all.toArray(String[]::new));
  }

  /** A service's container as {@code docker inspect} shows it. */
  JsonNode inspect(String service) throws IOException {
    String id = run("ps", "--all", "--quiet", service).strip();
    return ((ArrayNode) json.readTree(Docker.run("inspect", id))).get(0);
  }

  String health(String service) throws IOException {
    return inspect(service).at("/State/Health/Status").asText();
  }

  @Override
  public void close() {
    ask("down", "--volumes", "--remove-orphans", "--timeout", "5");
  }
}
