// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.containers;

import io.skewline.embedded.Certificates;
import io.skewline.registry.RegistryServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** Confluent's Schema Registry, or its stand-in, over a broker at {@code kafka:9095}. */
final class ContainerRegistry implements RegistryServer {
  private static final String CERTIFICATES = "/etc/schema-registry/certificates/";
  private static final int HTTP = 8081;
  private static final int HTTPS = 8082;

  private final Path certificate;
  private final GenericContainer<?> container;

  /**
   * @param dir for its certificate; readable by the container's user
   */
  ContainerRegistry(Path dir, Network network) {
    Path keystore = Certificates.keystore(dir, "registry");
    certificate = Certificates.certificate(keystore);
    String inside = CERTIFICATES + keystore.getFileName();
    container =
        new GenericContainer<>(ContainerImage.SCHEMA_REGISTRY.image())
            .withNetwork(network)
            .withExposedPorts(HTTP, HTTPS)
            .withCopyFileToContainer(MountableFile.forHostPath(keystore, 0644), inside)
            .withEnv("SCHEMA_REGISTRY_HOST_NAME", "schema-registry")
            .withEnv("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://kafka:9095")
            .withEnv(
                "SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:" + HTTP + ",https://0.0.0.0:" + HTTPS)
            .withEnv("SCHEMA_REGISTRY_INTER_INSTANCE_PROTOCOL", "http")
            .withEnv("SCHEMA_REGISTRY_SSL_KEYSTORE_LOCATION", inside)
            .withEnv("SCHEMA_REGISTRY_SSL_KEYSTORE_TYPE", "PKCS12")
            .withEnv("SCHEMA_REGISTRY_SSL_KEYSTORE_PASSWORD", Certificates.PASSWORD)
            .withEnv("SCHEMA_REGISTRY_SSL_KEY_PASSWORD", Certificates.PASSWORD)
            .withEnv("SCHEMA_REGISTRY_HEAP_OPTS", "-Xmx256m")
            .waitingFor(
                Wait.forHttp("/subjects").forPort(HTTP).withStartupTimeout(Duration.ofMinutes(2)));
  }

  void start() {
    container.start();
  }

  @Override
  public String url() {
    return "http://" + container.getHost() + ":" + container.getMappedPort(HTTP);
  }

  @Override
  public String tlsUrl() {
    return "https://" + container.getHost() + ":" + container.getMappedPort(HTTPS);
  }

  @Override
  public Path certificate() {
    return certificate;
  }

  /** Those of Apicurio, which the stand-in is. */
  @Override
  public Set<Deviation> deviations() {
    return ContainerImage.SCHEMA_REGISTRY.isOfficial()
        ? EnumSet.noneOf(Deviation.class)
        : EnumSet.allOf(Deviation.class);
  }

  GenericContainer<?> container() {
    return container;
  }

  @Override
  public void close() {
    container.stop();
  }
}
