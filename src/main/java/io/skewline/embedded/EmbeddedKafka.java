// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker (KRaft: broker and controller) inside this JVM, on the loopback address, sized
 * for demos and tests. Its data is deleted on close unless a directory was given.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int TRIES = 5;

  private final Path dir;
  private final boolean deleteDir;
  private final int port;
  private final KafkaRaftServer server;

  private EmbeddedKafka(Path dir, boolean deleteDir, int port, KafkaRaftServer server) {
    this.dir = dir;
    this.deleteDir = deleteDir;
    this.port = port;
    this.server = server;
  }

  /** Starts on free ports with data of its own. */
  public static EmbeddedKafka start() {
    try {
      return start(Files.createTempDirectory("skewline-kafka-"), true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts on a directory that outlives the broker, so that a stopped one can come back.
   *
   * @param port 0 for a free one
   */
  public static EmbeddedKafka start(Path dir, int port) {
    return start(dir, false, port);
  }

  private static EmbeddedKafka start(Path dir, boolean deleteDir, int wantedPort) {
    RuntimeException last = null;
    for (int n = 0; n < TRIES; n++) {
      int port = wantedPort != 0 ? wantedPort : freePort();
      try {
        return new EmbeddedKafka(dir, deleteDir, port, startServer(dir, port, freePort()));
      } catch (RuntimeException e) {
        LOG.debug("Broker did not start on port {}", port, e);
        last = e;
      }
    }
    throw new IllegalStateException("no broker after " + TRIES + " tries", last);
  }

  private static KafkaRaftServer startServer(Path dir, int port, int controllerPort) {
    Properties config = config(dir, port, controllerPort);
    format(dir);
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  private static void format(Path dir) {
    if (Files.exists(dir.resolve("meta.properties"))) {
      return;
    }
    try {
      Formatter formatter = new Formatter();
      formatter
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(dir.toString()))
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(dir.toString())
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + dir, e);
    }
  }

  private static Properties config(Path dir, int port, int controllerPort) {
    Properties config = new Properties();
    config.put("process.roles", "broker,controller");
    config.put("node.id", "1");
    config.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    config.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    config.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    config.put("controller.listener.names", "CONTROLLER");
    config.put("inter.broker.listener.name", "PLAINTEXT");
    config.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    config.put("log.dirs", dir.toString());
    config.put("auto.create.topics.enable", "false");
    config.put("message.max.bytes", "8388608");
    config.put("replica.fetch.max.bytes", "8388608");
    for (String topic : List.of("offsets.topic", "transaction.state.log")) {
      config.put(topic + ".replication.factor", "1");
      config.put(topic + ".num.partitions", "1");
    }
    config.put("transaction.state.log.min.isr", "1");
    config.put("share.coordinator.state.topic.replication.factor", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
    config.put("share.coordinator.state.topic.num.partitions", "1");
    config.put("group.initial.rebalance.delay.ms", "0");
    // The cleaner's buffer is live heap: 128 MiB by default, of no use to one small broker.
    config.put("log.cleaner.dedupe.buffer.size", "2097152");
    config.put("log.cleaner.io.buffer.size", "65536");
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "2");
    config.put("log.index.size.max.bytes", "1048576");
    return config;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Creates one topic and returns when it exists. */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name, Optional.of(partitions), Optional.<Short>empty())
                      .configs(settings)))
          .all()
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + name, e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("cannot create topic " + name, e.getCause());
    }
  }

  /** Stops the broker. Not to be called from a thread that waits for the broker. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    if (deleteDir) {
      delete(dir);
    }
  }

  private static void delete(Path dir) {
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", dir, e.getMessage());
    }
  }
}
