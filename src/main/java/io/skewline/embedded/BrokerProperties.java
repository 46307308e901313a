// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker's properties: one node, small buffers, loopback only. */
final class BrokerProperties {
  static final int NODE = 1;
  static final String HOST = "127.0.0.1";
  static final String CONTROLLER = "CONTROLLER";
  static final String BROKER = "BROKER";

  private BrokerProperties() {}

  /** Open to everybody on this machine. */
  static Map<String, String> of(Path dir, int brokerPort, int controllerPort) {
    String broker = BROKER + "://" + HOST + ":" + brokerPort;
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE));
    properties.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put("listeners", broker + "," + CONTROLLER + "://" + HOST + ":" + controllerPort);
    properties.put("advertised.listeners", broker);
    properties.put("inter.broker.listener.name", BROKER);
    properties.put(
        "listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    properties.put("log.dir", dir.toString());
    properties.putAll(SMALL);
    return properties;
  }

  private static final Map<String, String> SMALL = small();

  private static Map<String, String> small() {
    Map<String, String> properties = new HashMap<>();
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      properties.put(topic + ".replication.factor", "1");
      properties.put(topic + ".num.partitions", "1");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // Who dies is found out as soon as its client allows.
    properties.put("group.min.session.timeout.ms", "1000");
    // 128 MiB by default, and it stays live.
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    // The largest record: a part of a bundle, or a frame of many wide layers.
    properties.put("message.max.bytes", "4194304");
    properties.put("replica.fetch.max.bytes", "4194304");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    return properties;
  }
}
