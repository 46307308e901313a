// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code KafkaRaftServer} puts together, but for its fault handler: that one ends the process,
 * and this process is the user's.
 */
final class BrokerNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerNode.class);

  private final ControllerServer controller;
  private final BrokerServer broker;

  private BrokerNode(ControllerServer controller, BrokerServer broker) {
    this.controller = controller;
    this.broker = broker;
  }

  /** Starts on a formatted directory; stops what had been started if the rest fails. */
  static BrokerNode start(KafkaConfig config) {
    var directories = KafkaRaftServer.initializeLogDirs(config, LOG, "embedded broker: ");
    int port = config.controllerListeners().head().port();
    SharedServer shared =
        new SharedServer(
            config,
            directories._1(),
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(
                Map.of(BrokerProperties.NODE, new InetSocketAddress(BrokerProperties.HOST, port))),
            List.of(),
            (name, fatal, action) -> handler(name, fatal, action),
            ServerSocketFactory.INSTANCE);
    BrokerNode node =
        new BrokerNode(
            new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2()),
            new BrokerServer(shared));
    try {
      node.controller.startup();
      node.broker.startup();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static FaultHandler handler(String name, boolean fatal, Runnable action) {
    return new FaultHandler() {
      @Override
      public RuntimeException handleFault(String message, Throwable cause) {
        LOG.error("{} fault in the {}: {}", fatal ? "Fatal" : "Minor", name, message, cause);
        action.run();
        return new IllegalStateException(name + ": " + message, cause);
      }
    };
  }

  @Override
  public void close() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }
}
