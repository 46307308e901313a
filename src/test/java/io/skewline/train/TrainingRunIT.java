// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import static io.skewline.train.TestExamples.CAM;
import static io.skewline.train.TestExamples.id;
import static io.skewline.train.TestExamples.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.skewline.embedded.EmbeddedKafka;
import io.skewline.fusion.Activation;
import io.skewline.fusion.Activation.Role;
import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.models.ModelFollower;
import io.skewline.models.ModelPublisher;
import io.skewline.models.ModelSettings;
import io.skewline.models.ModelTopic;
import io.skewline.models.TestCodecs;
import io.skewline.models.TestModels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TrainingRunIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static EmbeddedKafka kafka;

  private final List<Round> rounds = new CopyOnWriteArrayList<>();
  private final List<List<LabelledWindow>> learntFrom = new CopyOnWriteArrayList<>();
  private final AtomicLong activeVersion = new AtomicLong();
  private String topic;
  private ModelSettings models;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    topic = name + "-examples";
    models = new ModelSettings(name + "-models", 1_000);
    kafka.createTopic(topic, 2);
    kafka.createTopic(models.topic(), 1, ModelTopic.configs(models));
  }

  @Test
  void shouldPublishWhatIsBetterAndNothingElse() {
    try (ModelPublisher publisher = publisher();
        ModelFollower follower = follower();
        TrainingRun run =
            run(
                    (examples, version) -> round(examples, version, version != 2),
                    round -> publisher.publish(round.bundle(), Role.ACTIVE, round.reason()),
                    100)
                .onRound(rounds::add)) {
      follower.start();
      run.start();
      send(0, 3);
      assertThat(rounds).as("three of four").isEmpty();
      send(3, 1);
      await().atMost(SOON).until(() -> rounds.size() == 1);
      send(4, 2);
      await().atMost(SOON).until(() -> rounds.size() == 2);
      send(6, 2);
      await().atMost(SOON).until(() -> rounds.size() == 3);
      await().atMost(SOON).until(() -> activeVersion.get() == 3);
      assertThat(rounds).extracting(Round::better).containsExactly(true, false, true);
      assertThat(learntFrom).extracting(List::size).containsExactly(4, 6, 8);
      assertThat(follower.history().entries())
          .extracting(entry -> entry.activation().version())
          .containsExactly(1L, 3L);
      assertThat(run.error()).isEmpty();
    }
  }

  @Test
  void shouldGoOnCountingAfterARestartAndReadAllBeforeTheFirstRound() {
    send(0, 1_200);
    try (ModelPublisher publisher = publisher()) {
      publisher.publish(TestModels.bundle(7, "", 1_500), Role.ACTIVE, "earlier life");
      try (ModelFollower follower = follower();
          TrainingRun run =
              run(
                  (examples, version) -> round(examples, version, true),
                  round -> publisher.publish(round.bundle(), Role.ACTIVE, round.reason()),
                  20)) {
        follower.start();
        run.onRound(rounds::add).start();
        await().atMost(SOON).until(() -> rounds.size() == 1);
        assertThat(rounds.get(0).bundle().manifest().version()).isEqualTo(8);
        assertThat(learntFrom).as("one round over the newest 20").hasSize(1);
        assertThat(learntFrom.get(0)).hasSize(20);
        assertThat(run.examples()).isEqualTo(1_200);
      }
    }
  }

  @Test
  void shouldRunARoundWhenAskedTo() throws Exception {
    send(0, 3);
    send("no example");
    try (TrainingRun run =
        run((examples, version) -> round(examples, version, false), round -> {}, 100)) {
      run.start();
      Optional<Round> round = run.roundNow().get(20, TimeUnit.SECONDS);
      assertThat(round).isPresent();
      assertThat(learntFrom).hasSize(1);
      assertThat(learntFrom.get(0)).as("the unreadable one is left out").hasSize(3);
    }
  }

  @Test
  void shouldKeepABetterBundleUntilItCanBePublished() {
    AtomicInteger attempts = new AtomicInteger();
    List<Long> published = new CopyOnWriteArrayList<>();
    try (TrainingRun run =
        run(
            (examples, version) -> round(examples, version, true),
            round -> {
              if (attempts.incrementAndGet() == 1) {
                throw new KafkaException("broker is away");
              }
              published.add(round.bundle().manifest().version());
            },
            100)) {
      run.start();
      send(0, 4);
      await().atMost(SOON).until(() -> published.equals(List.of(1L)));
      assertThat(learntFrom).as("not learnt twice").hasSize(1);
    }
  }

  @Test
  void shouldSurfaceTheErrorThatEndedIt() {
    TrainingRun run =
        run(
            (examples, version) -> {
              throw new IllegalStateException("diverged");
            },
            round -> {},
            100);
    run.start();
    send(0, 4);
    await().atMost(SOON).until(() -> run.error().isPresent());
    assertThatThrownBy(() -> run.roundNow().get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("diverged");
    assertThatThrownBy(run::close).hasMessageContaining("diverged");
  }

  private TrainingRun run(RoundRunner runner, Publisher publisher, int most) {
    return new TrainingRun(
        TestExamples.settings(topic, Duration.ofSeconds(10), 4, 2, most),
        TestExamples.codec(),
        runner,
        publisher,
        activeVersion::get,
        Meters.unread(),
        client());
  }

  private Optional<Round> round(List<LabelledWindow> examples, long version, boolean better) {
    learntFrom.add(examples);
    return Optional.of(
        new Round(TestModels.bundle(version, "", 1_500), better, better ? "better" : "worse"));
  }

  private static Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return client;
  }

  private ModelPublisher publisher() {
    return new ModelPublisher(models, TestCodecs.parts(), TestCodecs.activations(), client());
  }

  private ModelFollower follower() {
    return new ModelFollower(
        models,
        TestCodecs.parts(),
        TestCodecs.activations(),
        TestModels.reader(),
        (model, activation) -> activeVersion.set(versionOf(activation)),
        Meters.unread(),
        client());
  }

  private static long versionOf(Activation activation) {
    return activation.version();
  }

  private void send(int from, int count) {
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      LabelledWindow example =
          new LabelledWindow(window(id(CAM, from + i)), new Label.ClassTarget("yes"), "", "");
      values[i] = new String(TestExamples.codec().encode(topic, example), StandardCharsets.UTF_8);
    }
    send(values);
  }

  private void send(String... values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
