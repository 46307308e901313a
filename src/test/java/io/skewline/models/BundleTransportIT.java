// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skewline.embedded.EmbeddedKafka;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundlePart;
import io.skewline.fusion.BundleSignature;
import io.skewline.fusion.FrameLayers;
import io.skewline.ledger.Meters;
import io.skewline.models.TestModels.Served;
import io.skewline.wire.Codec;
import io.skewline.wire.WireException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

/** Large bundles on the topic, and bundles that lie elsewhere. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BundleTransportIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static EmbeddedKafka kafka;

  @TempDir private Path dir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Served served = new Served();
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
    settings = new ModelSettings(test.getTestMethod().orElseThrow().getName(), 16_384);
    kafka.createTopic(settings.topic(), 1, ModelTopic.configs(settings));
  }

  @Test
  void shouldCarryALargeBundleToWhoJoinsInTheMiddle() {
    Bundle bundle = TestModels.bundle(1, "", 64 << 20);
    CountDownLatch joined = new CountDownLatch(1);
    try (ModelPublisher publisher = publisher(settings, heldUpAt(2_000, joined));
        ModelFollower follower = follower(settings)) {
      CompletableFuture<Activation> published =
          CompletableFuture.supplyAsync(() -> publisher.publish(bundle, Role.ACTIVE, "large"));
      await().atMost(SOON).until(() -> keys().size() > 1_000);
      follower.start();
      assertThat(keys()).as("joined in the middle").hasSizeLessThan(2_001);
      assertThat(served.events).isEmpty();
      joined.countDown();
      await().atMost(SOON).until(() -> !served.events.isEmpty());
      assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, bundle));
      assertThat(published.join().sizeBytes()).isEqualTo(64 << 20);
      assertThat(keys()).as("parts, activation, bundle").hasSize(4_096 + 2);
    }
  }

  /** Lets that many parts through, and the others when the latch is open. */
  private static Codec<BundlePart> heldUpAt(int index, CountDownLatch latch) {
    Codec<BundlePart> plain = TestCodecs.parts();
    return new Codec<>() {
      @Override
      public byte[] encode(String topic, BundlePart part) {
        try {
          assertThat(part.index() < index || latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return plain.encode(topic, part);
      }

      @Override
      public BundlePart decode(String topic, byte[] key, byte[] value) throws WireException {
        return plain.decode(topic, key, value);
      }
    };
  }

  @Test
  void shouldCarryHashesAloneWhereBundlesLieInAFolder() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("store"));
    ModelSettings there = settings.over(at(folder.toUri()));
    Bundle first = TestModels.bundle(1, "", 50_000);
    Bundle second = TestModels.bundle(2, first.hash(), 50_000);
    try (ModelPublisher publisher = publisher(there, TestCodecs.parts());
        ModelFollower follower = follower(there)) {
      Activation activation = publisher.publish(first, Role.ACTIVE, "first");
      assertThat(activation.location()).isEqualTo(folder.toUri() + first.hash() + ".skwf");
      follower.start();
      publisher.publish(second, Role.ACTIVE, "better");
      await().atMost(SOON).until(() -> served.events.size() == 2);
      publisher.reactivate(activation, Role.ACTIVE, "back");
      await().atMost(SOON).until(() -> served.events.size() == 3);
      assertThat(served.events)
          .containsExactly(
              Served.event(Role.ACTIVE, first),
              Served.event(Role.ACTIVE, second),
              Served.event(Role.ACTIVE, first));
      assertThat(keys())
          .containsExactlyInAnyOrder(
              "activation/active", "bundle/" + first.hash(), "bundle/" + second.hash());
      publisher.publish(TestModels.bundle(3, "", 100), Role.ACTIVE, "third");
      assertThat(keys()).as("what is kept").doesNotContain("bundle/" + second.hash());
      assertThat(folder.resolve(second.hash() + ".skwf")).as("not ours to delete").exists();
      Files.move(folder, dir.resolve("away"));
      assertThatThrownBy(() -> publisher.publish(second, Role.ACTIVE, "again"))
          .isInstanceOf(AwayException.class);
    }
  }

  @Test
  void shouldWaitForALocationThatIsAway() throws Exception {
    Bundle bundle = TestModels.bundle(1, "", 50_000);
    try (TestStore store = new TestStore()) {
      ModelSettings there = settings.over(at(store.folder()));
      try (ModelPublisher publisher = publisher(there, TestCodecs.parts())) {
        publisher.publish(bundle, Role.ACTIVE, "first");
      }
      store.away(true);
      try (ModelFollower follower = follower(there)) {
        CompletableFuture<Void> start = CompletableFuture.runAsync(follower::start);
        await().atMost(SOON).until(() -> store.refused() > 1);
        assertThat(follower.healthy()).isFalse();
        assertThat(start).as("there is no model to start with").isNotDone();
        store.away(false);
        start.get(30, TimeUnit.SECONDS);
        assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, bundle));
        assertThat(follower.healthy()).isTrue();
      }
      served.events.clear();
      store.away(true);
      try (ModelFollower again = follower(there)) {
        again.start();
        assertThat(served.events).as("from its cache").hasSize(1);
      }
    }
    assertThat(meters.find("skewline.models.refused").counters()).isEmpty();
  }

  @Test
  void shouldFollowTheActiveModelWhileACandidateIsAway() throws Exception {
    Bundle first = TestModels.bundle(1, "", 5_000);
    Bundle second = TestModels.bundle(2, first.hash(), 5_000);
    Bundle candidate = TestModels.bundle(3, first.hash(), 5_000);
    try (TestStore store = new TestStore()) {
      ModelSettings there = settings.over(at(store.folder()));
      try (ModelPublisher publisher = publisher(there, TestCodecs.parts());
          ModelFollower follower = follower(there)) {
        publisher.publish(candidate, Role.CANDIDATE, "to be watched");
        publisher.publish(first, Role.ACTIVE, "first");
        store.withhold(candidate.hash());
        CompletableFuture.runAsync(follower::start).get(30, TimeUnit.SECONDS);
        assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, first));
        await().atMost(SOON).until(() -> store.refused() > 2);
        assertThat(follower.healthy()).isTrue();
        publisher.publish(second, Role.ACTIVE, "better");
        await().atMost(SOON).until(() -> served.events.size() == 2);
        store.withhold("nothing");
        await().atMost(SOON).until(() -> served.events.size() == 3);
        assertThat(served.events)
            .endsWith(Served.event(Role.ACTIVE, second), Served.event(Role.CANDIDATE, candidate));
      }
    }
  }

  @Test
  void shouldFetchNothingThatNobodyWants() throws Exception {
    Served activeAlone =
        new Served() {
          @Override
          public boolean wants(Role role) {
            return role == Role.ACTIVE;
          }
        };
    Bundle first = TestModels.bundle(1, "", 5_000);
    Bundle second = TestModels.bundle(2, "", 5_000);
    try (TestStore store = new TestStore()) {
      ModelSettings there = settings.over(at(store.folder()));
      try (ModelPublisher publisher = publisher(there, TestCodecs.parts());
          ModelFollower follower = follower(there, activeAlone)) {
        publisher.publish(TestModels.bundle(3, "", 5_000), Role.CANDIDATE, "to be watched");
        publisher.publish(first, Role.ACTIVE, "first");
        follower.start();
        int asked = store.asked();
        publisher.publish(TestModels.bundle(4, "", 5_000), Role.CANDIDATE, "another");
        publisher.publish(second, Role.ACTIVE, "better");
        await().atMost(SOON).until(() -> activeAlone.events.size() == 2);
        assertThat(store.asked()).as("two written, one read").isEqualTo(asked + 3);
        assertThat(activeAlone.events)
            .containsExactly(Served.event(Role.ACTIVE, first), Served.event(Role.ACTIVE, second));
      }
    }
  }

  @Test
  void shouldRefuseWhatLiesOutsideOrIsAnotherAndAskNobodyElse() throws Exception {
    Bundle good = TestModels.bundle(1, "", 50_000);
    Bundle bad = TestModels.bundle(2, "", 50_000);
    try (TestStore store = new TestStore();
        TestStore elsewhere = new TestStore()) {
      ModelSettings there = settings.over(at(store.folder()));
      try (ModelPublisher publisher = publisher(there, TestCodecs.parts());
          ModelFollower follower = follower(there)) {
        publisher.publish(good, Role.ACTIVE, "first");
        follower.start();
        activate(bad, elsewhere.folder() + "/" + bad.hash() + ".skwf");
        await().atMost(SOON).until(() -> refused("wrong-location") == 1);
        store.put(
            bad.hash() + ".skwf", new BundleFile(good.hash(), BundleSignature.NONE, good.bytes()));
        activate(bad, store.folder() + "/" + bad.hash() + ".skwf");
        await().atMost(SOON).until(() -> refused("hash-mismatch") == 1);
        assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, good));
      }
      assertThat(elsewhere.asked()).as("requests to where nobody sent us").isZero();
      try (ModelFollower without = follower(settings)) {
        without.start();
        assertThat(refused("wrong-location")).as("models.location is not set").isEqualTo(2);
      }
    }
  }

  @Test
  void shouldServeOnlyWhatSomebodyTrustedSigned() throws Exception {
    TestKeys keys = TestKeys.in(dir, "lab");
    ModelSettings signing =
        settings.over(
            new ModelTransport(
                Optional.empty(), dir, Optional.empty(), Optional.of(keys.secret())));
    ModelSettings trusting =
        settings.over(
            new ModelTransport(Optional.empty(), dir, Optional.of(keys.open()), Optional.empty()));
    Bundle signed = TestModels.bundle(1, "", 5_000);
    try (ModelPublisher lab = publisher(signing, TestCodecs.parts());
        ModelPublisher anybody = publisher(settings, TestCodecs.parts());
        ModelFollower follower = follower(trusting)) {
      lab.publish(signed, Role.ACTIVE, "of the lab");
      follower.start();
      anybody.publish(TestModels.bundle(2, "", 5_000), Role.ACTIVE, "of anybody");
      await().atMost(SOON).until(() -> refused("untrusted") == 1);
      assertThat(served.events).containsExactly(Served.event(Role.ACTIVE, signed));
      anybody.reactivate(
          follower.history().find(signed.hash()).orElseThrow(), Role.CANDIDATE, "as it was signed");
      await().atMost(SOON).until(() -> served.events.size() == 2);
    }
  }

  private void activate(Bundle bundle, String url) {
    Activation forged =
        new Activation(Role.ACTIVE, bundle.hash(), 2, 50_000, FrameLayers.ALL, "forged").at(url);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              settings.topic(),
              new ModelKey.Activated(Role.ACTIVE).bytes(),
              TestCodecs.activations().encode("", forged)));
    }
  }

  private ModelTransport at(URI folder) {
    return new ModelTransport(
        Optional.of(folder), dir.resolve("cache"), Optional.empty(), Optional.empty());
  }

  private double refused(String reason) {
    var counter = meters.find("skewline.models.refused").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  private static Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return client;
  }

  private static ModelPublisher publisher(ModelSettings settings, Codec<BundlePart> parts) {
    return new ModelPublisher(settings, parts, TestCodecs.activations(), client());
  }

  private ModelFollower follower(ModelSettings settings) {
    return follower(settings, served);
  }

  private ModelFollower follower(ModelSettings settings, Served served) {
    return new ModelFollower(
        settings,
        TestCodecs.parts(),
        TestCodecs.activations(),
        TestModels.reader(),
        served,
        new Meters(meters),
        client());
  }

  /** What compaction would leave. */
  private TreeSet<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    try (TopicReader topic = new TopicReader(client(), settings.topic())) {
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
}
