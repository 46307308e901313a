// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.Topics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.utils.Utils;

/** Brokers answer, by the addresses that they give themselves, and can serve transactions. */
final class BrokerCheck implements Check {
  private static final Map<String, String> INTERNAL =
      Map.of(
          "__transaction_state", "transaction.state.log.replication.factor",
          "__consumer_offsets", "offsets.topic.replication.factor");

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws Exception {
    List<String> dead = unreachable(cluster);
    if (dead.size() == cluster.bootstrap().split(",").length) {
      found.fail(
          "nobody answers: " + dead,
          "start the broker (for a trial: skewline broker), or name the right one: --set"
              + " kafka.bootstrap.servers=HOST:PORT");
      return;
    }
    if (!dead.isEmpty()) {
      found.warn("some bootstrap servers do not answer: " + dead, "");
    }
    DescribeClusterResult described = cluster.admin().describeCluster();
    Collection<Node> nodes = nodes(cluster, described, found);
    for (Node node : nodes) {
      connect(node.host(), node.port(), cluster.patience())
          .ifPresent(
              why ->
                  found.fail(
                      "broker " + node + " is not reached by the address it gives: " + why,
                      "set advertised.listeners in the broker's properties to an address that this"
                          + " machine reaches"));
    }
    if (!nodes.isEmpty()) {
      replication(cluster, nodes, found);
      found.okIfNothing(
          "%d broker(s), cluster %s".formatted(nodes.size(), cluster.get(described.clusterId())));
    }
  }

  private static Collection<Node> nodes(
      Cluster cluster, DescribeClusterResult described, Findings found) throws Exception {
    try {
      return cluster.get(described.nodes());
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        throw e;
      }
      found.fail(
          "it accepts the connection but does not answer: " + e.getMessage(),
          "give the client keys that this listener wants (security.protocol, sasl.*, ssl.*): --kafka"
              + " FILE");
      return List.of();
    }
  }

  private static List<String> unreachable(Cluster cluster) {
    return List.of(cluster.bootstrap().split(",")).stream()
        .map(String::strip)
        .flatMap(
            server ->
                connect(Utils.getHost(server), Utils.getPort(server), cluster.patience()).stream()
                    .map(why -> server + " (" + why + ")"))
        .toList();
  }

  /** Why it fails; empty if it does not. */
  private static Optional<String> connect(String host, int port, Duration patience) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), Math.toIntExact(patience.toMillis()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e instanceof UnknownHostException ? "unknown host" : e.getMessage());
    }
  }

  /** A broker that cannot make these topics leaves exactly-once waiting for ever. */
  private static void replication(Cluster cluster, Collection<Node> nodes, Findings found)
      throws Exception {
    var topics =
        cluster.get(cluster.admin().listTopics(new ListTopicsOptions().listInternal(true)).names());
    ConfigResource broker =
        new ConfigResource(ConfigResource.Type.BROKER, nodes.iterator().next().idString());
    Map<String, String> config;
    try {
      config =
          Topics.inForce(
              cluster.get(cluster.admin().describeConfigs(List.of(broker)).all()).get(broker));
    } catch (AuthorizationException e) {
      return; // not everybody may see them
    }
    INTERNAL.forEach(
        (topic, key) -> {
          int wanted = Integer.parseInt(config.getOrDefault(key, "1"));
          if (!topics.contains(topic) && wanted > nodes.size()) {
            found.fail(
                "%s cannot be made: %s is %d, and there are %d brokers"
                    .formatted(topic, key, wanted, nodes.size()),
                "set %s=%d in the broker's properties and restart it".formatted(key, nodes.size()));
          }
        });
  }
}
