// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.registry.RegistryServer;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;

/** A broker and a schema registry, each in a container. */
public final class ContainerCluster implements AutoCloseable {
  private static final long MEMORY = 1 << 30;

  private final Network network = Network.newNetwork();
  private final KafkaContainer kafka;
  private final ContainerRegistry registry;

  /**
   * Skips the test where there is no engine or no image.
   *
   * @param dir for certificates
   */
  public static ContainerCluster start(Path dir) {
    Docker.require();
    ContainerImage.KAFKA.reference();
    ContainerImage.SCHEMA_REGISTRY.reference();
    ContainerCluster cluster = new ContainerCluster(dir);
    try {
      cluster.kafka.start();
      cluster.registry.start();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private ContainerCluster(Path dir) {
    kafka =
        new KafkaContainer(ContainerImage.KAFKA.image())
            .withNetwork(network)
            .withListener("kafka:9095")
            .withEnv("KAFKA_HEAP_OPTS", "-Xmx384m")
            .withEnv("KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", "2097152")
            .withCreateContainerCmdModifier(c -> c.getHostConfig().withMemory(MEMORY));
    registry = new ContainerRegistry(dir, network);
  }

  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  public RegistryServer registry() {
    return registry;
  }

  /** The broker's connections stay and nobody answers, until {@link #wakeKafka}. */
  public void freezeKafka() {
    freeze(kafka);
  }

  public void wakeKafka() {
    wake(kafka);
  }

  /** Likewise the registry. */
  public void freezeRegistry() {
    freeze(registry.container());
  }

  public void wakeRegistry() {
    wake(registry.container());
  }

  private static void freeze(GenericContainer<?> container) {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
    assertThat(container.getCurrentContainerInfo().getState().getPaused()).isTrue();
  }

  private static void wake(GenericContainer<?> container) {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void close() {
    registry.close();
    kafka.stop();
    network.close();
  }
}
