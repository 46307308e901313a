// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.embedded.EmbeddedKafkaOptions;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.FrameLayers;
import io.skewline.ledger.Meters;
import io.skewline.models.TestModels.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.TreeSet;
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
class ModelTopicIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static EmbeddedKafka kafka;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
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
  void shouldCarryABundleInPartsToAFollower() {
    Bundle bundle = TestModels.bundle(1, "", 2_500);
    Served served = new Served();
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(served)) {
      follower.start();
      assertThat(served.events).as("an empty topic holds no model").isEmpty();
      Activation activation = publisher.publish(bundle, Role.ACTIVE, "first");
      assertThat(activation.sizeBytes()).isEqualTo(2_500);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, bundle)));
      assertThat(follower.healthy()).isTrue();
      assertThat(follower.history().entries())
          .extracting(ModelHistory.Entry::activation)
          .containsExactly(activation);
      assertThat(keys())
          .containsExactlyInAnyOrder(
              "activation/active",
              "bundle/" + bundle.hash(),
              "part/" + bundle.hash() + "/0",
              "part/" + bundle.hash() + "/1",
              "part/" + bundle.hash() + "/2");
    }
  }

  @Test
  void shouldComeBackWithTheActiveModelAndLoadNoOther() {
    Bundle first = TestModels.bundle(1, "", 2_500);
    Bundle second = TestModels.bundle(2, first.hash(), 1_000);
    Bundle third = TestModels.bundle(3, second.hash(), 999);
    try (ModelPublisher publisher = publisher()) {
      publisher.publish(first, Role.ACTIVE, "first");
      publisher.publish(second, Role.ACTIVE, "better");
      publisher.publish(third, Role.CANDIDATE, "to be watched");
    }
    Served served = new Served();
    try (ModelFollower follower = follower(served)) {
      follower.start();
      assertThat(served.events).startsWith(Served.event(Role.ACTIVE, second));
      await().atMost(SOON).until(() -> served.events.size() == 2);
      assertThat(served.events)
          .containsExactly(Served.event(Role.ACTIVE, second), Served.event(Role.CANDIDATE, third));
      assertThat(follower.history().entries()).hasSize(3);
    }
  }

  @Test
  void shouldPublishABundleAgainInFewerOrMoreParts() {
    Bundle bundle = TestModels.bundle(1, "", 2_500);
    Bundle other = TestModels.bundle(2, bundle.hash(), 999);
    Served served = new Served();
    try (ModelPublisher others = publisher();
        ModelFollower follower = follower(served)) {
      follower.start();
      for (int partBytes : new int[] {500, 1_000, 700}) {
        ModelSettings theirs = new ModelSettings(settings.topic(), partBytes);
        try (ModelPublisher publisher =
            new ModelPublisher(theirs, TestCodecs.parts(), TestCodecs.activations(), config())) {
          publisher.publish(bundle, Role.ACTIVE, "in parts of " + partBytes);
        }
        awaitLast(served, bundle);
        others.publish(other, Role.ACTIVE, "between");
        awaitLast(served, other);
      }
      assertThat(served.events).as("none refused").hasSize(6);
    }
  }

  private static void awaitLast(Served served, Bundle bundle) {
    String event = Served.event(Role.ACTIVE, bundle);
    await().atMost(SOON).untilAsserted(() -> assertThat(served.events).endsWith(event));
  }

  @Test
  void shouldRefuseACorruptedPartAndKeepTheOldModel() {
    Bundle good = TestModels.bundle(1, "", 2_500);
    Bundle bad = TestModels.bundle(2, good.hash(), 2_500);
    Bundle repaired = TestModels.bundle(3, good.hash(), 2_500);
    Served served = new Served();
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(served)) {
      publisher.publish(good, Role.ACTIVE, "first");
      follower.start();
      publisher.publish(bad, Role.CANDIDATE, "only to have it on the topic");
      await().atMost(SOON).until(() -> served.events.size() == 2);
      byte[] other = new byte[1_000];
      send(
          new ModelKey.Part(bad.hash(), 1),
          TestCodecs.parts()
              .encode("", new BundlePart(bad.hash(), 2, 1, 3, other, Bundle.sha256(bad.bytes()))));
      publisher.reactivate(
          follower.history().find(bad.hash()).orElseThrow(), Role.ACTIVE, "promoted");
      await().atMost(SOON).until(() -> refused("hash-mismatch") == 1);
      assertThat(served.events).hasSize(2);
      publisher.publish(repaired, Role.ACTIVE, "good again");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(served.events).endsWith(Served.event(Role.ACTIVE, repaired)));
      assertThat(served.events).hasSize(3);
    }
  }

  @Test
  void shouldRefuseWhatTheReaderRefuses() {
    Bundle good = TestModels.bundle(1, "", 100);
    Served served = new Served();
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(served)) {
      publisher.publish(good, Role.ACTIVE, "first");
      publisher.publish(TestModels.unloadable(2), Role.ACTIVE, "broken inside");
      follower.start();
      assertThat(served.events).isEmpty();
      assertThat(refused("non-finite")).isEqualTo(1);
      publisher.reactivate(
          follower.history().find(good.hash()).orElseThrow(), Role.ACTIVE, "rolled back");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, good)));
    }
  }

  @Test
  void shouldIgnoreAnInterruptedPublication() {
    Bundle half = TestModels.bundle(7, "", 2_500);
    Bundle good = TestModels.bundle(1, "", 2_500);
    Served served = new Served();
    sendPart(half, 0);
    sendPart(half, 1);
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(served)) {
      follower.start();
      assertThat(served.events).isEmpty();
      publisher.publish(good, Role.ACTIVE, "first");
      await().atMost(SOON).until(() -> served.events.size() == 1);
      assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, good));
      assertThat(meters.find("skewline.models.refused").counters()).isEmpty();
      assertThat(keys()).as("tidied up").noneMatch(key -> key.contains(half.hash()));
    }
  }

  @Test
  void shouldRefuseAnActivationWhosePartsAreMissing() {
    Bundle half = TestModels.bundle(7, "", 2_500);
    sendPart(half, 0);
    send(
        new ModelKey.Activated(Role.ACTIVE),
        TestCodecs.activations()
            .encode(
                "",
                new Activation(Role.ACTIVE, half.hash(), 7, 2_500, FrameLayers.ALL, "too early")));
    send(new ModelKey.Activated(Role.CANDIDATE), new byte[] {1});
    Served served = new Served();
    try (ModelFollower follower = follower(served)) {
      follower.start();
      assertThat(served.events).isEmpty();
      assertThat(refused("truncated")).isEqualTo(1);
      assertThat(refused("bad-format")).isEqualTo(1);
    }
  }

  @Test
  void shouldDeletePartsThatNoRoleNeeds() {
    Bundle first = TestModels.bundle(1, "", 1_500);
    Bundle second = TestModels.bundle(2, first.hash(), 1_500);
    Bundle third = TestModels.bundle(3, second.hash(), 1_500);
    Bundle candidate = TestModels.bundle(4, third.hash(), 1_500);
    try (ModelPublisher publisher = publisher()) {
      publisher.publish(first, Role.ACTIVE, "");
      publisher.publish(second, Role.ACTIVE, "");
      assertThat(hashes()).containsExactlyInAnyOrder(first.hash(), second.hash());
      publisher.publish(third, Role.ACTIVE, "");
      assertThat(hashes()).containsExactlyInAnyOrder(second.hash(), third.hash());
      publisher.publish(candidate, Role.CANDIDATE, "");
      assertThat(hashes()).containsExactlyInAnyOrder(second.hash(), third.hash(), candidate.hash());
      Activation gone = new Activation(Role.ACTIVE, first.hash(), 1, 1_500, FrameLayers.ALL, "");
      assertThatThrownBy(() -> publisher.reactivate(gone, Role.ACTIVE, "back"))
          .hasMessageContaining(first.hash());
    }
  }

  @Test
  void shouldWithdrawACandidate() {
    Bundle candidate = TestModels.bundle(4, "", 1_500);
    Served served = new Served();
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(served)) {
      publisher.publish(candidate, Role.CANDIDATE, "");
      follower.start();
      await().atMost(SOON).until(() -> !served.events.isEmpty());
      publisher.withdrawCandidate();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(served.events)
                      .containsExactly(Served.event(Role.CANDIDATE, candidate), "withdrawn"));
    }
  }

  @Test
  void shouldNameAMissingTopic() {
    settings = new ModelSettings("nowhere", 1_000);
    try (ModelFollower follower = follower(new Served())) {
      assertThatThrownBy(follower::start).hasMessageContaining("nowhere does not exist");
    }
  }

  @Test
  void shouldSayThatTheBrokerIsAwayAndGoOnWhenItIsBack(@TempDir Path dir) {
    Bundle first = TestModels.bundle(1, "", 2_500);
    Bundle second = TestModels.bundle(2, first.hash(), 2_500);
    Served served = new Served();
    EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafkaOptions.in(dir));
    broker.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
    Properties config = client(broker);
    try (ModelFollower follower = follower(served, config)) {
      try (ModelPublisher publisher = publisher(config)) {
        publisher.publish(first, Role.ACTIVE, "first");
      }
      follower.start();
      assertThat(follower.healthy()).isTrue();
      broker.close();
      await().atMost(Duration.ofSeconds(40)).until(() -> !follower.healthy());
      broker =
          EmbeddedKafka.start(
              EmbeddedKafkaOptions.in(dir).onPorts(broker.port(), broker.controllerPort()));
      try (ModelPublisher publisher = publisher(config)) {
        publisher.publish(second, Role.ACTIVE, "better");
      }
      await().atMost(Duration.ofSeconds(40)).until(() -> served.events.size() == 2);
      await().atMost(SOON).until(follower::healthy);
      assertThat(served.events)
          .containsExactly(Served.event(Role.ACTIVE, first), Served.event(Role.ACTIVE, second));
    } finally {
      broker.close();
    }
  }

  private double refused(String reason) {
    var counter = meters.find("skewline.models.refused").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  private static Properties config() {
    return client(kafka);
  }

  private static Properties client(EmbeddedKafka broker) {
    Properties client = new Properties();
    client.put("bootstrap.servers", broker.bootstrapServers());
    return client;
  }

  private ModelPublisher publisher() {
    return publisher(config());
  }

  private ModelPublisher publisher(Properties config) {
    return new ModelPublisher(settings, TestCodecs.parts(), TestCodecs.activations(), config);
  }

  private ModelFollower follower(ModelListener listener) {
    return follower(listener, config());
  }

  private ModelFollower follower(ModelListener listener, Properties config) {
    return new ModelFollower(
        settings,
        TestCodecs.parts(),
        TestCodecs.activations(),
        TestModels.reader(),
        listener,
        new Meters(meters),
        config);
  }

  private void sendPart(Bundle bundle, int index) {
    byte[] chunk =
        java.util.Arrays.copyOfRange(bundle.bytes(), index * 1_000, index * 1_000 + 1_000);
    BundlePart part =
        new BundlePart(
            bundle.hash(), bundle.manifest().version(), index, 3, chunk, Bundle.sha256(chunk));
    send(new ModelKey.Part(bundle.hash(), index), TestCodecs.parts().encode("", part));
  }

  private void send(ModelKey key, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(settings.topic(), key.bytes(), value));
    }
  }

  /** What compaction would leave. */
  private TreeSet<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    try (TopicReader topic = new TopicReader(config(), settings.topic())) {
      topic.readTo(
          topic.openAtBeginning(),
          record -> {
            String key = ModelKey.parse(record.key()).orElseThrow().text();
            if (record.value() == null) {
              keys.remove(key);
            } else {
              keys.add(key);
            }
          });
    }
    return keys;
  }

  private TreeSet<String> hashes() {
    TreeSet<String> hashes = new TreeSet<>();
    keys().stream()
        .filter(key -> key.startsWith("part/"))
        .forEach(key -> hashes.add(key.split("/")[1]));
    return hashes;
  }
}
