// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.FusionPlan;
import io.skewline.fusion.LayerPair;
import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What happens in the pauses while one model takes over from another that reads other layers. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class TakeoverIT {
  private static final Duration ANNOUNCE = Duration.ofHours(1);
  private static final Pause UNEVENTFUL = time -> true;
  private static final Bundle LATE = TestModels.bundle(1, "", 1_500);
  private static final Bundle SKEWED = skewed(2, 2, 1);
  private static final Bundle OTHER = skewed(3, 1, 2);

  private static EmbeddedKafka kafka;
  private ModelSettings settings;

  /** Over at once; something happens in the pause of that number, counted from 1. */
  private record InPause(int number, AtomicInteger passed, Runnable what) implements Pause {
    private InPause(int number, Runnable what) {
      this(number, new AtomicInteger(), what);
    }

    @Override
    public boolean await(Duration time) {
      assertThat(time).isEqualTo(ANNOUNCE);
      if (passed.incrementAndGet() == number) {
        what.run();
      }
      return true;
    }
  }

  private static Bundle skewed(long version, int audio, int video) {
    LayerPair pair = new LayerPair(new Modality("audio"), audio, new Modality("video"), video);
    return TestModels.bundle(
        version, LATE.hash(), 1_500, new FusionPlan("explicit", List.of(pair)));
  }

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
    String name = test.getTestMethod().orElseThrow().getName();
    settings = new ModelSettings(name, 1_000, Optional.empty(), ANNOUNCE);
    kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
  }

  @Test
  void shouldGiveWayToALaterActivationAfterTheAnnouncement() {
    assertOvertakenIn(1);
  }

  @Test
  void shouldGiveWayToALaterActivationBetweenItsOwnTwo() {
    assertOvertakenIn(2);
  }

  private void assertOvertakenIn(int pause) {
    try (ModelPublisher later = publisher(UNEVENTFUL);
        ModelPublisher first =
            publisher(new InPause(pause, () -> later.publish(OTHER, Role.ACTIVE, "later")))) {
      later.publish(LATE, Role.ACTIVE, "before");
      assertThatThrownBy(() -> first.publish(SKEWED, Role.ACTIVE, "earlier"))
          .isInstanceOf(OvertakenException.class)
          .isNotInstanceOf(KafkaException.class)
          .satisfies(e -> assertThat(((OvertakenException) e).found()).contains(OTHER.hash()))
          .hasMessageContaining("version 2")
          .hasMessageContaining("version 3 (" + OTHER.hash() + ") was activated meanwhile");
      assertThat(active()).as("stays").isEqualTo(OTHER.hash());
      assertThat(inventory().holds(OTHER.hash())).isTrue();
    }
  }

  @Test
  void shouldGiveWayToAnotherThreadOfTheSamePublisher() {
    ModelPublisher[] itself = new ModelPublisher[1];
    InPause overtake =
        new InPause(1, () -> elsewhere(() -> itself[0].publish(OTHER, Role.ACTIVE, "later")));
    try (ModelPublisher publisher = publisher(overtake)) {
      itself[0] = publisher;
      publisher.publish(LATE, Role.ACTIVE, "before");
      assertThatThrownBy(() -> publisher.publish(SKEWED, Role.ACTIVE, "earlier"))
          .isInstanceOf(OvertakenException.class);
      assertThat(active()).isEqualTo(OTHER.hash());
    }
  }

  /** The candidate's publication also tidies up: what is to serve next must outlive that. */
  @Test
  void shouldNotHoldUpAnotherRoleInAPause() {
    ModelPublisher[] itself = new ModelPublisher[1];
    InPause publishCandidate =
        new InPause(1, () -> elsewhere(() -> itself[0].publish(OTHER, Role.CANDIDATE, "to watch")));
    try (ModelPublisher publisher = publisher(publishCandidate)) {
      itself[0] = publisher;
      publisher.publish(LATE, Role.ACTIVE, "before");
      publisher.publish(SKEWED, Role.ACTIVE, "better");
      TopicInventory inventory = inventory();
      assertThat(active()).isEqualTo(SKEWED.hash());
      assertThat(inventory.current(Role.CANDIDATE).orElseThrow().activation().hash())
          .isEqualTo(OTHER.hash());
      assertThat(List.of(LATE, SKEWED, OTHER)).allMatch(one -> inventory.holds(one.hash()));
    }
  }

  @Test
  void shouldNotActivateABundleThatLostAPartInAPause() {
    ModelKey.Part lost = new ModelKey.Part(SKEWED.hash(), 1);
    try (TopicWriter writer = new TopicWriter(client(), settings);
        ModelPublisher publisher = publisher(new InPause(1, () -> writer.delete(List.of(lost))))) {
      publisher.publish(LATE, Role.ACTIVE, "before");
      assertThatThrownBy(() -> publisher.publish(SKEWED, Role.ACTIVE, "better"))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining(SKEWED.hash() + " are gone");
      assertThat(active()).isEqualTo(LATE.hash());
      publisher.publish(SKEWED, Role.ACTIVE, "once more");
      assertThat(active()).isEqualTo(SKEWED.hash());
    }
  }

  @Test
  void shouldNotGoBackToABundleWithAGap() {
    for (int part = 0; part < 2; part++) {
      try (TopicWriter writer = new TopicWriter(client(), settings);
          ModelPublisher publisher = publisher(UNEVENTFUL)) {
        Activation first = publisher.publish(LATE, Role.ACTIVE, "first");
        publisher.publish(SKEWED, Role.ACTIVE, "better");
        writer.delete(List.of(new ModelKey.Part(LATE.hash(), part)));
        assertThatThrownBy(() -> publisher.reactivate(first, Role.ACTIVE, "back"))
            .as("without part %d of 2", part)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(LATE.hash());
      }
    }
  }

  /** On another thread, which would wait for a lock that ours holds. */
  private static void elsewhere(Runnable what) {
    CompletableFuture.runAsync(what).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private String active() {
    Optional<TopicInventory.Current> active = inventory().current(Role.ACTIVE);
    return active.orElseThrow().activation().hash();
  }

  private TopicInventory inventory() {
    TopicInventory inventory = new TopicInventory(TestCodecs.parts(), TestCodecs.activations());
    try (TopicReader reader = new TopicReader(client(), settings.topic())) {
      reader.readTo(reader.openAtBeginning(), inventory::add);
    }
    return inventory;
  }

  private ModelPublisher publisher(Pause pause) {
    return new ModelPublisher(
        settings, TestCodecs.parts(), TestCodecs.activations(), client(), pause);
  }

  private static Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return client;
  }
}
