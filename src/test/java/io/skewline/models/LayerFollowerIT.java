// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedKafkaOptions;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FrameLayers;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.models.TestModels.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class LayerFollowerIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Modality AUDIO = new Modality("audio");
  private static final Modality VIDEO = new Modality("video");
  private static final FrameLayers TOP =
      FrameLayers.of(Map.of(AUDIO, List.of(2), VIDEO, List.of(2)));
  private static final FrameLayers SKEWED =
      FrameLayers.of(Map.of(AUDIO, List.of(2), VIDEO, List.of(1)));
  private static final FrameLayers BOTH =
      FrameLayers.of(Map.of(AUDIO, List.of(2), VIDEO, List.of(1, 2)));
  private static final Bundle LATE = TestModels.bundle(1, "", 1_500);
  private static final Bundle SKEW_PAIR =
      TestModels.bundle(
          2,
          LATE.hash(),
          1_500,
          new FusionPlan("explicit", List.of(new LayerPair(AUDIO, 2, VIDEO, 1))));

  private static EmbeddedKafka kafka;
  private ModelSettings settings;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) {
    settings = new ModelSettings(test.getTestMethod().orElseThrow().getName(), 1_000);
    kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
  }

  @Test
  void shouldSendEverythingUntilAModelSaysWhatItReads() {
    try (ModelPublisher publisher = publisher(settings);
        LayerFollower follower = follower(client(kafka))) {
      assertThat(follower.layers()).isEqualTo(FrameLayers.ALL);
      follower.start();
      assertThat(follower.layers()).isEqualTo(FrameLayers.ALL);
      publisher.publish(LATE, Role.ACTIVE, "first");
      await().atMost(SOON).until(() -> follower.layers().equals(TOP));
      try (LayerFollower later = follower(client(kafka))) {
        later.start();
        assertThat(later.layers()).as("known when start returns").isEqualTo(TOP);
      }
    }
  }

  @Test
  void shouldWidenBeforeTheNextModelServesAndNarrowAfter() throws Exception {
    ModelSettings patient =
        new ModelSettings(settings.topic(), 1_000, Optional.empty(), Duration.ofHours(1));
    try (ModelPublisher publisher = publisher(settings);
        LayerFollower follower = follower(client(kafka))) {
      publisher.publish(LATE, Role.ACTIVE, "first");
      follower.start();
      try (ModelPublisher waiting = publisher(patient)) {
        CompletableFuture<Void> published =
            CompletableFuture.runAsync(() -> waiting.publish(SKEW_PAIR, Role.ACTIVE, "better"));
        await().atMost(SOON).until(() -> follower.layers().equals(BOTH));
        assertThat(served()).as("not yet").containsExactly(Served.event(Role.ACTIVE, LATE));
        waiting.close();
        assertThatThrownBy(() -> published.get(20, TimeUnit.SECONDS))
            .hasMessageContaining("closed while models");
      }
      publisher.publish(SKEW_PAIR, Role.ACTIVE, "better");
      await().atMost(SOON).until(() -> follower.layers().equals(SKEWED));
      assertThat(served()).containsExactly(Served.event(Role.ACTIVE, SKEW_PAIR));
      Activation back = new Activation(Role.ACTIVE, LATE.hash(), 1, 1_500, TOP, BOTH, "");
      assertThat(publisher.reactivate(back, Role.ACTIVE, "rolled back").carried())
          .as("what its plan reads, whatever it was announced with")
          .isEqualTo(TOP);
      await().atMost(SOON).until(() -> follower.layers().equals(TOP));
    }
  }

  /** What a processor that starts now serves. */
  private List<String> served() {
    Served served = new Served();
    try (ModelFollower follower =
        new ModelFollower(
            settings,
            TestCodecs.parts(),
            TestCodecs.activations(),
            TestModels.reader(),
            served,
            Meters.unread(),
            client(kafka))) {
      follower.start();
    }
    return served.events;
  }

  @Test
  void shouldCarryWhatACandidateReadsAsWell() {
    try (ModelPublisher publisher = publisher(settings);
        LayerFollower follower = follower(client(kafka))) {
      follower.start();
      publisher.publish(SKEW_PAIR, Role.CANDIDATE, "to be watched");
      publisher.publish(LATE, Role.ACTIVE, "first");
      await().atMost(SOON).until(() -> follower.layers().equals(BOTH));
      publisher.withdrawCandidate();
      await().atMost(SOON).until(() -> follower.layers().equals(TOP));
      send(new ModelKey.Activated(Role.ACTIVE), new byte[] {1});
      await().atMost(SOON).until(() -> follower.layers().equals(FrameLayers.ALL));
      assertThat(follower.healthy()).as("unreadable, but not away").isTrue();
    }
  }

  @Test
  void shouldSendEverythingWhileTheBrokerIsAway(@TempDir Path dir) {
    EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafkaOptions.in(dir));
    broker.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
    try (LayerFollower follower = follower(client(broker))) {
      try (ModelPublisher publisher =
          new ModelPublisher(
              settings, TestCodecs.parts(), TestCodecs.activations(), client(broker))) {
        publisher.publish(LATE, Role.ACTIVE, "first");
      }
      follower.start();
      assertThat(follower.layers()).isEqualTo(TOP);
      broker.close();
      await().atMost(Duration.ofSeconds(40)).until(() -> follower.layers().equals(FrameLayers.ALL));
      broker =
          EmbeddedKafka.start(
              EmbeddedKafkaOptions.in(dir).onPorts(broker.port(), broker.controllerPort()));
      await().atMost(Duration.ofSeconds(40)).until(() -> follower.layers().equals(TOP));
    } finally {
      broker.close();
    }
  }

  private void send(ModelKey key, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(settings.topic(), key.bytes(), value));
    }
  }

  private static Properties client(EmbeddedKafka broker) {
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    return client;
  }

  private static ModelPublisher publisher(ModelSettings settings) {
    return new ModelPublisher(
        settings, TestCodecs.parts(), TestCodecs.activations(), client(kafka));
  }

  private LayerFollower follower(Properties client) {
    return new LayerFollower(settings, TestCodecs.activations(), client);
  }
}
