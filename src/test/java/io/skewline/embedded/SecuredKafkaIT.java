// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecuredKafkaIT {
  @TempDir static Path dir;
  private static Path keystore;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    keystore = Certificates.keystore(dir, "broker");
    kafka =
        EmbeddedKafka.start(
            EmbeddedKafkaOptions.temporary()
                .secured(
                    new BrokerSecurity(
                        keystore, Certificates.PASSWORD, Map.of("alice", "c4n4ry-alice"))));
    kafka.createTopic("t", 1);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static Map<String, Object> client(String user, String password) {
    Map<String, Object> client = new HashMap<>();
    client.put("bootstrap.servers", kafka.bootstrapServers());
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", "SCRAM-SHA-512");
    client.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
    client.put("ssl.truststore.type", "PEM");
    client.put("ssl.truststore.location", Certificates.certificate(keystore).toString());
    client.put("default.api.timeout.ms", "10000");
    client.put("request.timeout.ms", "5000");
    return client;
  }

  private static void list(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldServeTransactionsToWhoIsKnown() {
    Map<String, Object> client = client("alice", "c4n4ry-alice");
    Map<String, Object> writer = new HashMap<>(client);
    writer.put("transactional.id", "x");
    try (var producer =
        new KafkaProducer<>(writer, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("t", "k", "committed"));
      producer.commitTransaction();
    }
    client.put("isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partition = List.of(new TopicPartition("t", 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      assertThat(consumer.poll(Duration.ofSeconds(20)))
          .anyMatch(record -> record.value().equals("committed"));
    }
  }

  @Test
  void shouldRefuseWhoIsNotKnown() {
    for (var refused :
        List.of(
            client("alice", "wrong"),
            client("bob", "c4n4ry-alice"),
            client("skewline-broker", "c4n4ry-alice"))) {
      assertThatThrownBy(() -> list(refused)).hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  /** A plain client, one that trusts another certificate, and the controller's door. */
  @Test
  void shouldHaveNoOtherDoor() {
    Map<String, Object> distrusting = client("alice", "c4n4ry-alice");
    Path other = Certificates.keystore(dir, "other");
    distrusting.put("ssl.truststore.location", Certificates.certificate(other).toString());
    assertThatThrownBy(() -> list(distrusting))
        .hasCauseInstanceOf(SslAuthenticationException.class);

    Map<String, Object> plain = client("alice", "c4n4ry-alice");
    plain.put("security.protocol", "PLAINTEXT");
    assertThatThrownBy(() -> list(plain)).isInstanceOf(Exception.class);

    Map<String, Object> controller = client("alice", "c4n4ry-alice");
    controller.remove("bootstrap.servers");
    controller.put("bootstrap.controllers", "127.0.0.1:" + kafka.controllerPort());
    controller.put("security.protocol", "SSL");
    assertThatThrownBy(
            () -> {
              try (Admin admin = Admin.create(controller)) {
                admin.describeMetadataQuorum().quorumInfo().get(30, TimeUnit.SECONDS);
              }
            })
        .isInstanceOf(Exception.class);
    // The same with the broker's own key is served: it was the certificate that lacked.
    controller.put("ssl.keystore.location", keystore.toString());
    controller.put("ssl.keystore.type", "PKCS12");
    controller.put("ssl.keystore.password", Certificates.PASSWORD);
    try (Admin admin = Admin.create(controller)) {
      assertThat(admin.describeMetadataQuorum().quorumInfo().get(30, TimeUnit.SECONDS).leaderId())
          .isEqualTo(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldTakeNoPasswordThatTheFormatterWouldMisread() {
    for (String odd : List.of("a,b", "a]b", "a b", "")) {
      assertThatThrownBy(() -> new BrokerSecurity(keystore, "p", Map.of("alice", odd)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("user alice")
          .satisfies(e -> assertThat(odd.isEmpty() || !e.getMessage().contains(odd)).isTrue());
    }
    assertThat(new BrokerSecurity(keystore, "c4n4ry", Map.of("alice", "c4n4ry")).toString())
        .doesNotContain("c4n4ry");
  }
}
