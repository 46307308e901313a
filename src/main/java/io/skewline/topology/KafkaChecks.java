// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.apache.kafka.clients.consumer.ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Holds the values of {@code kafka} to Kafka's own definitions: standby replicas, time-outs and the
 * like are wrong in the file, with its other problems, not when the application starts. Keys that
 * no client of Kafka's knows are passed through: they may be an interceptor's.
 */
final class KafkaChecks {
  private static final Map<String, ConfigDef> PREFIXED =
      new TreeMap<>(
          Map.of(
              StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configDef(),
              StreamsConfig.MAIN_CONSUMER_PREFIX, ConsumerConfig.configDef(),
              StreamsConfig.RESTORE_CONSUMER_PREFIX, ConsumerConfig.configDef(),
              StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configDef(),
              StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configDef()));
  private static final List<ConfigDef> PLAIN =
      List.of(
          StreamsConfig.configDef(),
          ConsumerConfig.configDef(),
          ProducerConfig.configDef(),
          AdminClientConfig.configDef());
  private static final Pattern MEMBER = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  private final Map<String, String> properties;
  private final Problems problems;
  private final String where;

  /**
   * @param where the section stands
   */
  KafkaChecks(Map<String, String> properties, Problems problems, String where) {
    this.properties = new TreeMap<>(properties);
    this.problems = problems;
    this.where = where;
  }

  void run() {
    properties.forEach((key, value) -> definition(key).ifPresent(d -> value(key, value, d)));
    standbys();
    heartbeat();
    membership();
  }

  /** Kafka itself would take a negative number for none. */
  private void standbys() {
    if (properties.getOrDefault(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, "").startsWith("-")) {
      wrong(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, "int [0,...]");
    }
  }

  /** What Kafka says of a key, with or without the prefix that Streams gives its clients' keys. */
  private static Optional<ConfigKey> definition(String key) {
    for (Map.Entry<String, ConfigDef> client : PREFIXED.entrySet()) {
      if (key.startsWith(client.getKey())) {
        String name = key.substring(client.getKey().length());
        return Optional.ofNullable(client.getValue().configKeys().get(name));
      }
    }
    return PLAIN.stream().flatMap(def -> Stream.ofNullable(def.configKeys().get(key))).findFirst();
  }

  private void value(String key, String value, ConfigKey definition) {
    // Of guarantees Skewline allows fewer than Kafka.
    if (definition.type == Type.CLASS
        || definition.type == Type.PASSWORD
        || key.equals(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)) {
      return;
    }
    try {
      Object parsed = ConfigDef.parseType(key, value, definition.type);
      if (definition.validator != null) {
        definition.validator.ensureValid(key, parsed);
      }
    } catch (ConfigException e) {
      String range = definition.validator == null ? "" : " " + definition.validator;
      wrong(key, definition.type.name().toLowerCase(Locale.ROOT) + range);
    }
  }

  private void heartbeat() {
    Optional<Long> heartbeat = millis(HEARTBEAT_INTERVAL_MS_CONFIG);
    Optional<Long> session = millis(SESSION_TIMEOUT_MS_CONFIG);
    if (heartbeat.isPresent() && session.isPresent() && heartbeat.get() >= session.get()) {
      wrong(
          HEARTBEAT_INTERVAL_MS_CONFIG,
          "less than session.timeout.ms, which is " + session.get() + ", and best a third of it");
    }
  }

  private Optional<Long> millis(String key) {
    Object standard = ConsumerConfig.configDef().defaultValues().get(key);
    try {
      return Optional.of(Long.parseLong(properties.getOrDefault(key, String.valueOf(standard))));
    } catch (NumberFormatException e) {
      return Optional.empty(); // told of already
    }
  }

  private void membership() {
    for (String key : StreamsSettings.INSTANCE_IDS) {
      String id = properties.get(key);
      if (id != null && !MEMBER.matcher(id).matches()) {
        wrong(key, "1 to 200 of a-z A-Z 0-9 . _ -, another one for each instance");
      } else if (id != null && "streams".equalsIgnoreCase(properties.get("group.protocol"))) {
        wrong(key, GROUP_INSTANCE_ID_CONFIG + " with group.protocol: classic alone");
      }
    }
  }

  private void wrong(String key, String allowed) {
    problems.add(
        where,
        "kafka.%s is '%s'; allowed: %s"
            .formatted(key, properties.getOrDefault(key, "its default"), allowed));
  }
}
