// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller (KRaft) in this JVM, reachable from this machine only.
 * Everything is replicated once; topics exist only when created. {@link #start} returns when the
 * broker serves. The first start in a JVM takes seconds, later ones a fraction of one.
 *
 * <p>The broker's threads are not daemons: {@link #close} must be called, and not from a thread
 * that a client of this broker is waiting for.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int ATTEMPTS = 5;

  private final BrokerNode node;
  private final Path dir;
  private final boolean temporary;
  private final int brokerPort;
  private final int controllerPort;
  private final Map<String, String> client;

  private EmbeddedKafka(
      BrokerNode node,
      Path dir,
      boolean temporary,
      int brokerPort,
      int controllerPort,
      Map<String, String> client) {
    this.node = node;
    this.dir = dir;
    this.temporary = temporary;
    this.brokerPort = brokerPort;
    this.controllerPort = controllerPort;
    this.client = Map.copyOf(client);
  }

  /** An empty broker on free ports, whose data go when it is closed. */
  public static EmbeddedKafka start() {
    return start(EmbeddedKafkaOptions.temporary());
  }

  /**
   * On a directory that outlives the broker, so that a stopped one can come back.
   *
   * @param port 0 for a free one
   */
  public static EmbeddedKafka start(Path dir, int port) {
    return start(EmbeddedKafkaOptions.in(dir).onPorts(port, 0));
  }

  /**
   * @throws IllegalStateException if the broker does not come up; nothing stays running. A chosen
   *     free port that somebody takes meanwhile is retried, a given one is not.
   */
  public static EmbeddedKafka start(EmbeddedKafkaOptions options) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(options);
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS || !options.choosesPorts() || !Ports.isTaken(e)) {
          throw e;
        }
        LOG.info("Port taken between choosing and binding, trying others: {}", e.getMessage());
      }
    }
  }

  private static EmbeddedKafka attempt(EmbeddedKafkaOptions options) {
    Path dir = options.dir().orElseGet(Directories::temporary);
    boolean temporary = options.dir().isEmpty();
    int brokerPort = options.brokerPort() > 0 ? options.brokerPort() : Ports.free();
    int controllerPort = options.controllerPort() > 0 ? options.controllerPort() : Ports.free();
    try {
      format(dir, options.security());
      String password = BrokerSecurity.newPassword();
      Map<String, String> properties = BrokerProperties.of(dir, brokerPort, controllerPort);
      options.security().ifPresent(by -> properties.putAll(by.broker(password)));
      properties.putAll(options.overrides());
      KafkaConfig config = new KafkaConfig(properties, false);
      BrokerNode node = BrokerNode.start(config);
      LOG.info("Kafka serves on port {}, data in {}", brokerPort, dir);
      return new EmbeddedKafka(
          node,
          dir,
          temporary,
          brokerPort,
          controllerPort,
          options.security().map(by -> by.client(password)).orElse(Map.of()));
    } catch (Exception | LinkageError e) {
      if (temporary) {
        Directories.delete(dir);
      }
      throw new IllegalStateException(
          "Kafka did not start on port " + brokerPort + " with data in " + dir + ": " + e, e);
    }
  }

  /** A directory that a broker has used keeps its cluster id. */
  private static void format(Path dir, Optional<BrokerSecurity> security) throws Exception {
    if (Files.exists(dir.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(dir);
    new Formatter()
        .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()))
        .setNodeId(BrokerProperties.NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(dir.toString()))
        .setMetadataLogDirectory(Optional.of(dir.toString()))
        .setControllerListenerName(BrokerProperties.CONTROLLER)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setScramArguments(security.map(BrokerSecurity::credentials).orElse(List.of()))
        .run();
  }

  /** {@code host:port}, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return BrokerProperties.HOST + ":" + brokerPort;
  }

  public int port() {
    return brokerPort;
  }

  public int controllerPort() {
    return controllerPort;
  }

  /** Where the data are; to start another broker on them after this one is closed. */
  public Path dir() {
    return dir;
  }

  /** Creates a topic with the broker's defaults and waits until it is there. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /**
   * @throws IllegalStateException naming the topic, if it exists or a config is unknown
   */
  public void createTopic(String name, int partitions, Map<String, String> configs) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configs);
    Map<String, Object> config = new HashMap<>(client);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topic " + name + " was not created: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + name, e);
    }
  }

  /** Stops the broker and its threads, and deletes the data unless a directory was given. */
  @Override
  public void close() {
    node.close();
    if (temporary) {
      Directories.delete(dir);
    }
  }
}
