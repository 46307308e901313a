// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.doctor;

import io.skewline.topology.FusionApp;
import io.skewline.topology.StreamsSettings;
import io.skewline.topology.Topics;
import io.skewline.topology.TrainingTopology;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.StreamsConfig;

/** The time-outs of group and transactions fit each other and what the broker allows. */
final class GroupCheck implements Check {
  private static final String SESSION = ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
  private static final String POLL = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
  private static final String HEARTBEAT = ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
  private static final String TRANSACTION = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;

  /** A JVM, a model and a replaced pod take that long. */
  private static final long RESTART_MILLIS = 30_000;

  @Override
  public String name() {
    return "group";
  }

  @Override
  public void examine(Cluster cluster, Findings found) throws Exception {
    FusionApp app = cluster.app();
    StreamsConfig config = new StreamsConfig(StreamsSettings.streams(app, app.name()));
    Map<String, Object> consumer = config.getMainConsumerConfigs(app.name(), "doctor", 0);
    Map<String, Object> producer = config.getProducerConfigs("doctor");
    long session = millis(consumer, SESSION, ConsumerConfig.configDef().defaultValues());
    long poll = millis(consumer, POLL, ConsumerConfig.configDef().defaultValues());
    long heartbeat = millis(consumer, HEARTBEAT, ConsumerConfig.configDef().defaultValues());
    if (3 * heartbeat > session) {
      warn(found, app, HEARTBEAT, heartbeat, session / 3, "one that is late ends the membership");
    }
    if (poll < session) {
      warn(
          found,
          app,
          POLL,
          poll,
          Math.max(300_000, session),
          "a slow batch would count as a death sooner than silence");
    }
    boolean fixed = StreamsSettings.staticMember(app);
    if (fixed && session < RESTART_MILLIS) {
      warn(
          found,
          app,
          SESSION,
          session,
          RESTART_MILLIS + 15_000,
          "a static member that restarts for longer loses its partitions");
    }
    broker(cluster, session, millis(producer, TRANSACTION, Map.of(TRANSACTION, 10_000)), found);
    found.okIfNothing(
        "session %d s, poll %d s, %s member of %s and %s"
            .formatted(
                session / 1000,
                poll / 1000,
                fixed ? "static" : "dynamic",
                app.name(),
                TrainingTopology.applicationId(app)));
  }

  private static void broker(Cluster cluster, long session, long transaction, Findings found)
      throws Exception {
    FusionApp app = cluster.app();
    Node node = cluster.get(cluster.admin().describeCluster().nodes()).iterator().next();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
    Map<String, String> broker;
    try {
      broker =
          Topics.inForce(
              cluster.get(cluster.admin().describeConfigs(List.of(resource)).all()).get(resource));
    } catch (AuthorizationException e) {
      return; // not everybody may see them
    }
    long least = Long.parseLong(broker.getOrDefault("group.min.session.timeout.ms", "0"));
    long most = Long.parseLong(broker.getOrDefault("group.max.session.timeout.ms", "1800000"));
    if (session < least || session > most) {
      fail(
          found,
          app,
          SESSION,
          session,
          Math.min(most, Math.max(least, 45_000)),
          "the broker takes %d to %d".formatted(least, most));
    }
    long longest = Long.parseLong(broker.getOrDefault("transaction.max.timeout.ms", "900000"));
    if (transaction > longest) {
      fail(
          found,
          app,
          "producer." + TRANSACTION,
          transaction,
          longest,
          "the broker takes %d at most".formatted(longest));
    }
  }

  private static long millis(Map<String, Object> config, String key, Map<String, ?> standard) {
    Object value = config.get(key);
    return Long.parseLong(String.valueOf(value == null ? standard.get(key) : value));
  }

  private static void warn(
      Findings found, FusionApp app, String key, long value, long better, String why) {
    found.warn(text(key, value, why), fix(app, key, better));
  }

  private static void fail(
      Findings found, FusionApp app, String key, long value, long better, String why) {
    found.fail(text(key, value, why), fix(app, key, better));
  }

  private static String text(String key, long value, String why) {
    return "kafka.%s is %d: %s".formatted(key, value, why);
  }

  private static String fix(FusionApp app, String key, long better) {
    return "in %s: kafka: { %s: %d }".formatted(app.file(), key, better);
  }
}
