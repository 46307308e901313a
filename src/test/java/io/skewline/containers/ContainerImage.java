// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.utility.DockerImageName;

/**
 * An official image, or what stands in for it where it is neither here nor can be pulled. Each is
 * named in the test's output.
 */
public enum ContainerImage {
  KAFKA("apache/kafka:4.3.1", "kafka"),
  SCHEMA_REGISTRY("confluentinc/cp-schema-registry:7.9.0", "schema-registry"),
  PROMETHEUS("prom/prometheus:v3.5.0", "prometheus"),
  GRAFANA("grafana/grafana:12.1.1", "grafana"),
  MAVEN("maven:3.9-eclipse-temurin-17", "maven"),
  DEBIAN("debian:bookworm-slim", "debian");

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String OURS = "skewline-standin/";

  private final String official;
  private final String standIn;
  private boolean asked;
  private Optional<String> found = Optional.empty();

  ContainerImage(String official, String standIn) {
    this.official = official;
    this.standIn = OURS + standIn;
  }

  public String official() {
    return official;
  }

  /** Skips the test where there is neither. */
  public String reference() {
    String here = find().orElse("");
    assumeTrue(
        !here.isEmpty(),
        official + " cannot be pulled, and there is no stand-in: run ops/images/build");
    return here;
  }

  /** For Testcontainers. */
  public DockerImageName image() {
    String name = reference();
    String repository = official.substring(0, official.indexOf(':'));
    return DockerImageName.parse(name).asCompatibleSubstituteFor(repository);
  }

  public boolean isOfficial() {
    return reference().equals(official);
  }

  /** Empty where there is neither. */
  public synchronized Optional<String> find() {
    if (!asked) {
      asked = true;
      if (isHere(official) || pulled()) {
        found = Optional.of(official);
      } else if (isHere(standIn)) {
        found = Optional.of(standIn);
      }
      System.out.println("image for " + official + ": " + found.orElse("none"));
    }
    return found;
  }

  private static boolean isHere(String image) {
    return Docker.ask(LIMIT, Map.of(), "docker", "image", "inspect", image).ok();
  }

  private boolean pulled() {
    return Docker.ask(LIMIT, Map.of(), "docker", "pull", "--quiet", official).ok();
  }
}
