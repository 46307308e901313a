// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  @Test
  void shouldServeTransactions() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.createTopic("t", 1);
      try (KafkaProducer<String, String> producer =
          producer(kafka, Map.of("transactional.id", "x"))) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", "k", "aborted"));
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", "k", "committed"));
        producer.commitTransaction();
      }
      assertThat(read(kafka, "t", 1)).containsExactly("committed");
    }
  }

  @Test
  void shouldGoOnWithItsDataOnTheSamePortsAfterARestart(@TempDir Path dir) throws Exception {
    int broker;
    int controller;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.in(dir))) {
      broker = kafka.port();
      controller = kafka.controllerPort();
      kafka.createTopic("t", 1, Map.of("cleanup.policy", "compact"));
      try (KafkaProducer<String, String> producer = producer(kafka, Map.of())) {
        producer.send(new ProducerRecord<>("t", "k", "kept")).get();
      }
    }
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(EmbeddedKafkaOptions.in(dir).onPorts(broker, controller))) {
      assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + broker);
      assertThat(read(kafka, "t", 1)).containsExactly("kept");
    }
    assertThat(dir).isNotEmptyDirectory();
  }

  @Test
  void shouldLeaveNoThreadAndNoFileBehind() {
    Set<Thread> before = nonDaemons();
    EmbeddedKafka kafka = EmbeddedKafka.start();
    assertThat(kafka.dir()).isNotEmptyDirectory();
    kafka.close();
    assertThat(kafka.dir()).doesNotExist();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(before).containsAll(nonDaemons()));
  }

  @Test
  void shouldRefuseAGivenPortThatIsTaken() throws Exception {
    Set<Thread> before = nonDaemons();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      for (EmbeddedKafkaOptions options :
          List.of(
              EmbeddedKafkaOptions.temporary().onPorts(port, Ports.free()),
              EmbeddedKafkaOptions.temporary().onPorts(Ports.free(), port))) {
        assertThatThrownBy(() -> EmbeddedKafka.start(options))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("did not start")
            .matches(Ports::isTaken);
      }
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(before).containsAll(nonDaemons()));
  }

  @Test
  void shouldNameATopicThatExistsAlready() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      kafka.createTopic("twice", 2);
      assertThatThrownBy(() -> kafka.createTopic("twice", 2)).hasMessageContaining("twice");
    }
  }

  private static Set<Thread> nonDaemons() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && !thread.isDaemon())
        .filter(thread -> !thread.getName().startsWith("awaitility"))
        .collect(Collectors.toSet());
  }

  private static KafkaProducer<String, String> producer(
      EmbeddedKafka kafka, Map<String, Object> more) {
    Map<String, Object> config = new java.util.HashMap<>(more);
    config.put("bootstrap.servers", kafka.bootstrapServers());
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  private static List<String> read(EmbeddedKafka kafka, String topic, int count) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
              });
    }
    return values;
  }
}
