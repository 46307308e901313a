// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.registry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skewline.embedded.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Apicurio Registry by its interface for Confluent's clients, in a process of its own with its
 * schemas in memory. Maven unpacks it for integration tests; where it has not, tests are skipped.
 */
public final class ApicurioServer implements RegistryServer {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String API = "/apis/ccompat/v7";

  private final int port = freePort();
  private final int tlsPort = freePort();
  private final Path log;
  private final Path certificate;
  private final Process process;

  /**
   * @param dir for its log and its certificate
   */
  public ApicurioServer(Path dir) {
    Path home = home();
    Path keystore = Certificates.keystore(dir, "apicurio");
    certificate = Certificates.certificate(keystore);
    log = dir.resolve("apicurio.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.http.ssl-port=" + tlsPort,
            "-Dquarkus.http.ssl.certificate.key-store-file=" + keystore,
            "-Dquarkus.http.ssl.certificate.key-store-password=" + Certificates.PASSWORD,
            "-jar",
            runner(home).toString());
    try {
      process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    // Confluent's is BACKWARD by default, this one NONE.
    await("Apicurio, see " + log)
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(e -> e instanceof UncheckedIOException && process.isAlive())
        .until(() -> new RegistryCalls(url()).level("", "BACKWARD").status() == 200);
  }

  private static Path home() {
    String home = System.getProperty("skewline.apicurio", "target/apicurio");
    assumeTrue(
        Files.isDirectory(Path.of(home, "lib")),
        "Apicurio is not unpacked in " + home + ": `mvn verify` does so, from Maven Central");
    return Path.of(home).toAbsolutePath();
  }

  private static Path runner(Path home) {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String url() {
    return "http://127.0.0.1:" + port + API;
  }

  @Override
  public String tlsUrl() {
    return "https://127.0.0.1:" + tlsPort + API;
  }

  @Override
  public Path certificate() {
    return certificate;
  }

  @Override
  public Set<Deviation> deviations() {
    return EnumSet.allOf(Deviation.class);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
