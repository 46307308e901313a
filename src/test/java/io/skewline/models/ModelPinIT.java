// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.ledger.Meters;
import io.skewline.models.TestModels.Served;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A follower that {@code models.version} pins to one version. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ModelPinIT {
  private static EmbeddedKafka kafka;

  private final Bundle first = TestModels.bundle(1, "", 2_500);
  private final Bundle second = TestModels.bundle(2, first.hash(), 1_000);
  private final Bundle third = TestModels.bundle(3, second.hash(), 999);
  private final Served served = new Served();
  private String topic;

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
    topic = test.getTestMethod().orElseThrow().getName();
    kafka.createTopic(topic, 1, ModelTopic.configs(new ModelSettings(topic, 1_000)));
  }

  @Test
  void shouldServeThePinnedVersionWhateverElseIsActivated() {
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(1)) {
      publisher.publish(first, Role.ACTIVE, "first");
      publisher.publish(second, Role.ACTIVE, "better");
      follower.start();
      assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, first));
      publisher.publish(third, Role.ACTIVE, "better still");
      publisher.publish(TestModels.bundle(1, third.hash(), 700), Role.ACTIVE, "same number");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> follower.history().entries().size() == 4 && follower.healthy());
      assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, first));
    }
  }

  @Test
  void shouldServeACandidateAsActive() {
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(3)) {
      publisher.publish(second, Role.ACTIVE, "first");
      publisher.publish(third, Role.CANDIDATE, "to be watched");
      follower.start();
      assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, third));
    }
  }

  @Test
  void shouldNameTheVersionsThatTheTopicHas() {
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(7)) {
      publisher.publish(first, Role.ACTIVE, "first");
      publisher.publish(second, Role.CANDIDATE, "to be watched");
      assertThatThrownBy(follower::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("models.version is '7', which was never activated")
          .hasMessageEndingWith("which has 1 (active), 2 (candidate)");
      assertThat(served.events).isEmpty();
    }
  }

  @Test
  void shouldSayThatTheTopicHasNone() {
    try (ModelFollower follower = follower(7)) {
      assertThatThrownBy(follower::start).hasMessageEndingWith("which has none");
    }
  }

  @Test
  void shouldSayThatABundleIsGone() {
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower(1)) {
      publisher.publish(first, Role.ACTIVE, "first");
      publisher.publish(second, Role.ACTIVE, "better");
      publisher.publish(third, Role.ACTIVE, "better still: the parts of the first are deleted");
      assertThatThrownBy(follower::start)
          .hasMessageContaining("models.version is '1', whose bundle is no longer whole");
    }
  }

  private static Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return client;
  }

  private ModelPublisher publisher() {
    return new ModelPublisher(
        new ModelSettings(topic, 1_000), TestCodecs.parts(), TestCodecs.activations(), client());
  }

  private ModelFollower follower(long version) {
    return new ModelFollower(
        new ModelSettings(topic, 1_000, Optional.of(version), Duration.ZERO),
        TestCodecs.parts(),
        TestCodecs.activations(),
        TestModels.reader(),
        served,
        Meters.unread(),
        client());
  }
}
