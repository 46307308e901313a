// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A processor or trainer in a process of its own, as seen from outside. */
final class Spawned implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("http://localhost:(\\d+)/");
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Process process;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private URI ready;

  Spawned(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** What {@code /health/ready} said. */
  record Health(int status, String body) {}

  String log() throws IOException {
    return Files.readString(log);
  }

  Spawned awaitReady() {
    await().atMost(LONG).until(() -> PORT.matcher(log()).find() || !process.isAlive());
    await().atMost(LONG).until(() -> health().status() == 200);
    return this;
  }

  /** Status 0 where nobody answers. */
  Health health() throws InterruptedException, IOException {
    if (ready == null) {
      Matcher port = PORT.matcher(log());
      if (!port.find()) {
        throw new IllegalStateException("it did not start, see its log: " + log());
      }
      ready = URI.create("http://localhost:" + port.group(1) + "/health/ready");
    }
    try {
      HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Health(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Health(0, e.toString());
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** By SIGTERM. */
  Spawned terminate() {
    process.destroy();
    return this;
  }

  /** The exit status. */
  int exit(Duration within) throws InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("alive " + within + " after SIGTERM; see " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
