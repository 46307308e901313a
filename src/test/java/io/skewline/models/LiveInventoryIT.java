// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveInventoryIT {
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  private static Properties client() {
    Properties client = new Properties();
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    return client;
  }

  private static LiveInventory inventory(String topic) {
    return new LiveInventory(topic, TestCodecs.parts(), TestCodecs.activations(), client());
  }

  private static ModelPublisher publisher(ModelSettings settings) {
    return new ModelPublisher(settings, TestCodecs.parts(), TestCodecs.activations(), client());
  }

  /** Looked at again and again, it says what one who reads from the beginning would say. */
  @Test
  void shouldFollowWhatOthersWriteAndDelete() {
    ModelSettings settings = new ModelSettings("followed", 1_000);
    kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
    String parent = "";
    try (LiveInventory live = inventory(settings.topic());
        ModelPublisher publisher = publisher(settings)) {
      assertThat(live.now().hashes()).isEmpty();
      for (int version = 1; version <= 5; version++) {
        Bundle bundle = TestModels.bundle(version, parent, 2_500);
        publisher.publish(bundle, version % 2 == 0 ? Role.CANDIDATE : Role.ACTIVE, "next");
        parent = bundle.hash();
        TopicInventory now = live.now();
        TopicInventory fresh = fresh(settings.topic());
        assertThat(now.hashes()).contains(parent).isEqualTo(fresh.hashes());
        for (Role role : Role.values()) {
          assertThat(now.current(role)).isEqualTo(fresh.current(role));
        }
        assertThat(now.stale()).containsExactlyInAnyOrderElementsOf(fresh.stale());
        assertThat(now.whole(parent)).isTrue();
      }
    }
  }

  private static TopicInventory fresh(String topic) {
    try (LiveInventory read = inventory(topic)) {
      return read.now();
    }
  }

  @Test
  void shouldBeginAnewWithATopicThatWasMadeAnew() throws Exception {
    ModelSettings settings = new ModelSettings("remade", 1_000);
    kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
    try (LiveInventory live = inventory(settings.topic());
        ModelPublisher publisher = publisher(settings);
        Admin admin = Admin.create(client())) {
      publisher.publish(TestModels.bundle(1, "", 5_500), Role.ACTIVE, "first");
      assertThat(live.now().hashes()).hasSize(1);
      admin.deleteTopics(List.of(settings.topic())).all().get();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !admin.listTopics().names().get().contains(settings.topic()));
      assertThatThrownBy(live::now).isInstanceOf(KafkaException.class);
      kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
      Bundle second = TestModels.bundle(2, "", 1_000);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> publisher.publish(second, Role.ACTIVE, "second") != null);
      assertThat(live.now().hashes()).containsExactly(second.hash());
    }
  }
}
