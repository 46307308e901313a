// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The container engine of this machine, by its command line. */
public final class Docker {
  private static final Duration SOON = Duration.ofMinutes(1);

  private Docker() {}

  /**
   * What a command printed, both streams together.
   *
   * @param status its exit status; 124 where it took too long, 127 where there is no such command
   */
  public record Said(int status, String text) {
    boolean ok() {
      return status == 0;
    }
  }

  /** Skips the test where no engine runs. */
  public static void require() {
    Said said = ask(SOON, Map.of(), "docker", "info", "--format", "{{.ServerVersion}}");
    assumeTrue(said.ok(), "no container engine answers: " + said.text().strip());
  }

  /** Compose's second version is a plugin, its first a command of its own. */
  public static List<String> compose() {
    if (ask(SOON, Map.of(), "docker", "compose", "version").ok()) {
      return List.of("docker", "compose");
    }
    Said said = ask(SOON, Map.of(), "docker-compose", "version");
    assumeTrue(said.ok(), "neither `docker compose` nor `docker-compose` is installed");
    return List.of("docker-compose");
  }

  /** What {@code docker} printed; fails unless it exits with 0. */
  public static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Said said = ask(SOON, Map.of(), command.toArray(String[]::new));
    assertThat(said.status()).as("%s:%n%s", command, said.text()).isZero();
    return said.text().strip();
  }

  /**
   * Runs a command to its end, or to the limit.
   *
   * @param environment added to our own
   */
  public static Said ask(Duration limit, Map<String, String> environment, String... command) {
    try {
      Path out = Files.createTempFile("skewline-it", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          return new Said(124, Files.readString(out) + "\nnot done in " + limit);
        }
        return new Said(process.exitValue(), Files.readString(out));
      } finally {
        Files.delete(out);
      }
    } catch (IOException e) {
      return new Said(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
