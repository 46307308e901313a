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
import io.skewline.fusion.Activation.Role;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.BundleManifest;
import io.skewline.fusion.FusionModel;
import io.skewline.fusion.FusionScore;
import io.skewline.learn.RoundExamples;
import io.skewline.ledger.Meters;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.Label;
import io.skewline.modality.LabelledWindow;
import io.skewline.models.ModelFollower;
import io.skewline.models.ModelPublisher;
import io.skewline.models.ModelSettings;
import io.skewline.models.ModelTopic;
import io.skewline.models.TestCodecs;
import io.skewline.models.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TrainingRunIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static EmbeddedKafka kafka;

  private final List<Round> rounds = new CopyOnWriteArrayList<>();
  private final List<Round> dropped = new CopyOnWriteArrayList<>();
  private final List<List<LabelledWindow>> learntFrom = new CopyOnWriteArrayList<>();
  private final TestIncumbent incumbent = new TestIncumbent();
  private final Map<String, Bundle> bundles = new ConcurrentHashMap<>();
  @TempDir private Path dir;
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
      await()
          .atMost(SOON)
          .until(() -> incumbent.ask(m -> m.manifest().version()).equals(Optional.of(3L)));
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
    send(3, 1, "maybe");
    try (TrainingRun run =
        run((examples, version) -> round(examples, version, false), round -> {}, 100)) {
      run.start();
      Optional<Round> round = run.roundNow().get(20, TimeUnit.SECONDS);
      assertThat(round).isPresent();
      assertThat(learntFrom).hasSize(1);
      assertThat(learntFrom.get(0))
          .as("the unreadable one and the label of no class are left out")
          .hasSize(3);
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
    List<Throwable> told = new CopyOnWriteArrayList<>();
    run.onError(told::add).start();
    send(0, 4);
    await().atMost(SOON).until(() -> told.size() == 1);
    assertThat(run.error()).contains(told.get(0));
    assertThatThrownBy(() -> run.roundNow().get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("diverged");
    assertThatThrownBy(run::close).hasMessageContaining("diverged");
  }

  @Test
  void shouldGoOnFromItsCheckpoint() {
    send(0, 5);
    try (TrainingRun run = keptBack()) {
      run.start();
      await().atMost(SOON).until(() -> run.examples() == 5);
      assertThat(learntFrom).as("read first, then one round").hasSize(1);
    }
    send(5, 1);
    try (TrainingRun run = keptBack()) {
      run.start();
      await().atMost(SOON).until(() -> run.examples() == 6);
      send(6, 1);
      await().atMost(SOON).until(() -> learntFrom.size() == 2);
      assertThat(starts(learntFrom.get(1))).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
      assertThat(run.examples()).isEqualTo(7);
    }
  }

  @Test
  void shouldPublishAfterARestartWhatWasDecidedBefore() {
    send(0, 4);
    RoundRunner better = (examples, version) -> round(examples, version, true);
    try (TrainingRun run =
        run(
            better,
            round -> {
              throw new KafkaException("broker is away");
            },
            100)) {
      run.onRound(rounds::add).start();
      await().atMost(SOON).until(() -> rounds.size() == 1);
    }
    List<Round> published = new CopyOnWriteArrayList<>();
    try (TrainingRun run = run(better, published::add, 100)) {
      run.start();
      await().atMost(SOON).until(() -> published.size() == 1);
      assertThat(published.get(0).bundle().hash()).isEqualTo(rounds.get(0).bundle().hash());
      assertThat(learntFrom).as("not learnt twice").hasSize(1);
    }
  }

  @Test
  void shouldNotPublishAfterARestartWhatHasNotBeatenTheActiveModel() {
    send(0, 4);
    RoundRunner better = (examples, version) -> round(examples, version, true);
    try (TrainingRun run =
        run(
            better,
            round -> {
              throw new KafkaException("broker is away");
            },
            100)) {
      run.onRound(rounds::add).start();
      await().atMost(SOON).until(() -> rounds.size() == 1);
    }
    incumbent.becomes(7, "by hand", 1);
    List<Round> published = new CopyOnWriteArrayList<>();
    try (TrainingRun run = run(better, published::add, 100)) {
      run.onDropped((round, how) -> dropped.add(round)).start();
      send(4, 2);
      await().atMost(SOON).until(() -> published.size() == 1);
      assertThat(published.get(0).bundle().manifest().version()).isEqualTo(8);
      assertThat(learntFrom).hasSize(2);
      assertThat(hashes(dropped)).isEqualTo(hashes(rounds));
    }
  }

  @Test
  void shouldNotPublishWhatHasNotBeatenTheModelThatCameWhileItWaited() {
    send(0, 4);
    List<Round> published = new CopyOnWriteArrayList<>();
    try (TrainingRun run =
        run(
            (examples, version) -> round(examples, version, true),
            round -> {
              if (incumbent.ask(FusionModel::hash).isEmpty()) {
                incumbent.becomes(7, "by hand", 1);
                throw new KafkaException("broker is away");
              }
              published.add(round);
            },
            100)) {
      run.onDropped((round, how) -> dropped.add(round)).onRound(rounds::add).start();
      await().atMost(SOON).until(() -> dropped.size() == 1);
      assertThat(hashes(dropped)).isEqualTo(hashes(rounds));
      assertThat(published).isEmpty();
      send(4, 2);
      await().atMost(SOON).until(() -> published.size() == 1);
      assertThat(published.get(0).bundle().manifest().parentHash()).isEqualTo("by hand");
      await().atMost(SOON).until(() -> !run.waiting());
    }
  }

  @Test
  void shouldNotUndoARollbackAfterARestart() {
    send(0, 4);
    try (TrainingRun run =
        run(
            (examples, version) -> round(examples, version, true),
            round -> {
              throw new KafkaException("it is active, but that was not heard");
            },
            100)) {
      run.onRound(rounds::add).start();
      await().atMost(SOON).until(() -> rounds.size() == 1);
      assertThat(run.waiting()).isTrue();
    }
    List<Round> published = new CopyOnWriteArrayList<>();
    try (TrainingRun run =
        run((examples, version) -> round(examples, version, true), published::add, 100)) {
      run.notAgain(hashes(rounds)::contains).onDropped((round, how) -> dropped.add(round)).start();
      send(4, 2);
      await().atMost(SOON).until(() -> published.size() == 1);
      assertThat(hashes(dropped)).isEqualTo(hashes(rounds));
      assertThat(hashes(published)).doesNotContainAnyElementsOf(hashes(rounds));
    }
  }

  @Test
  void shouldNotUndoARollbackThatCameAfterAnAttemptThatFailed() {
    send(0, 4);
    try (TrainingRun run =
        run(
            (examples, version) -> round(examples, version, true),
            round -> {
              rounds.add(round);
              throw new KafkaException("it is active, but that was not heard");
            },
            100)) {
      run.notAgain(hash -> true).onDropped((round, how) -> dropped.add(round)).start();
      await().atMost(SOON).until(() -> dropped.size() == 1);
      assertThat(hashes(rounds)).as("tried once").isEqualTo(hashes(dropped));
    }
  }

  private static List<String> hashes(List<Round> rounds) {
    return rounds.stream().map(round -> round.bundle().hash()).toList();
  }

  @Test
  void shouldBeBuiltAnewWhereItsCheckpointIsBroken() throws Exception {
    send(0, 5);
    try (TrainingRun run = keptBack()) {
      run.start();
      await().atMost(SOON).until(() -> learntFrom.size() == 1);
    }
    byte[] bytes = Files.readAllBytes(dir.resolve("checkpoint"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(dir.resolve("checkpoint"), bytes);
    try (TrainingRun run = keptBack()) {
      run.start();
      await().atMost(SOON).until(() -> learntFrom.size() == 2);
      assertThat(run.examples()).isEqualTo(5);
      assertThat(learntFrom.get(1)).isEqualTo(learntFrom.get(0));
      assertThat(dir.resolve("set-aside")).hasBinaryContent(bytes);
    }
  }

  @Test
  void shouldBeBuiltAnewWhereItsTopicIsAnother() throws Exception {
    send(0, 5);
    try (TrainingRun run = keptBack()) {
      run.start();
      await().atMost(SOON).until(() -> run.examples() == 5);
    }
    topic += "-other";
    kafka.createTopic(topic, 2);
    send(0, 4);
    try (TrainingRun run = keptBack()) {
      run.start();
      await().atMost(SOON).until(() -> learntFrom.size() == 2);
      assertThat(run.examples()).isEqualTo(4);
    }
  }

  @Test
  void shouldNotShareItsCheckpoint() {
    try (TrainingRun first = keptBack();
        TrainingRun second = keptBack()) {
      first.start();
      assertThatThrownBy(second::start).hasMessageContaining("another trainer");
    }
  }

  @Test
  void shouldRunEveryRoundAtItsNumberWhereDeterministic() {
    topic += "-ordered";
    kafka.createTopic(topic, 1);
    send(0, 9);
    try (TrainingRun run = keptBack(learner(Optional.empty(), Optional.empty(), true))) {
      run.start();
      await().atMost(SOON).until(() -> run.examples() == 9);
      assertThat(learntFrom).extracting(List::size).containsExactly(4, 6, 8);
      assertThat(starts(learntFrom.get(2))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
  }

  @Test
  void shouldTakeNoTwoPartitionsForOneOrder() {
    TrainingRun run = keptBack(learner(Optional.empty(), Optional.empty(), true));
    run.start();
    await().atMost(SOON).until(() -> run.error().isPresent());
    assertThatThrownBy(run::close).hasMessageContaining("has 2 partitions");
  }

  @Test
  void shouldRunARoundAfterAnInterval() {
    LearnerSettings everySecond =
        learner(Optional.of(Duration.ofSeconds(1)), Optional.empty(), false);
    try (TrainingRun run = keptBack(everySecond)) {
      run.start();
      send(0, 4);
      await().atMost(SOON).until(() -> learntFrom.size() == 1);
      send(4, 1);
      await().atMost(SOON).until(() -> learntFrom.size() == 2);
      assertThat(learntFrom.get(1)).as("one new example, where two would do").hasSize(5);
    }
  }

  @Test
  void shouldAskTheActiveModelBeforeItLearns() {
    send(0, 3, "no");
    incumbent.becomes(1, "says yes", 1);
    List<Standing> standings = new CopyOnWriteArrayList<>();
    try (TrainingRun run = keptBack()) {
      run.onStanding(standings::add).start();
      await().atMost(SOON).until(() -> run.examples() == 3);
      send(3, 3, "yes");
      send(6, 1, "no");
      await().atMost(SOON).until(() -> standings.size() == 4);
      assertThat(standings.get(3))
          .as("whether it has learnt from the first three nobody knows")
          .extracting(Standing::examples, Standing::scored, Standing::windowed)
          .containsExactly(7L, 4L, 0.75);
    }
    send(7, 4, "no");
    try (TrainingRun run = keptBack()) {
      run.onStanding(standings::add).start();
      await().atMost(SOON).until(() -> standings.size() == 8);
      assertThat(standings.get(7).windowed()).isEqualTo(3.0 / 8);
    }
  }

  @Test
  void shouldRunARoundOnceTheActiveModelHasBecomeWorse() {
    TrainSettings settings =
        TestExamples.with(
            TestExamples.settings(topic, Duration.ofSeconds(10), 40, 100_000, 50_000),
            learner(Optional.empty(), Optional.of(0.002), false));
    List<Standing> standings = new CopyOnWriteArrayList<>();
    try (TrainingRun run =
        run(settings, (examples, version) -> round(examples, version, false), round -> {})) {
      run.onStanding(standings::add).start();
      await().atMost(SOON).until(() -> Files.exists(dir.resolve("checkpoint")));
      incumbent.becomes(1, "says yes", 1);
      send(0, 400);
      await().atMost(SOON).until(() -> learntFrom.size() == 1);
      await().atMost(SOON).until(() -> run.examples() == 400);
      send(400, 200, "no");
      await().atMost(SOON).until(() -> learntFrom.size() >= 2);
      assertThat(standings.stream().filter(Standing::drift).findFirst().orElseThrow().examples())
          .isBetween(401L, 600L);
      List<LabelledWindow> learnt = learntFrom.get(1);
      long after = starts(learnt).stream().filter(start -> start >= 400).count();
      assertThat(after).as("half of the first round at least").isGreaterThanOrEqualTo(20);
      assertThat(learnt.size() - after)
          .as("no more of before than of after, however many there were")
          .isLessThanOrEqualTo(Math.max(after, 40 - after));
    }
  }

  private TrainingRun keptBack() {
    return keptBack(learner(Optional.empty(), Optional.empty(), false));
  }

  private TrainingRun keptBack(LearnerSettings learner) {
    return run(
        TestExamples.with(TestExamples.settings(topic, Duration.ofSeconds(10), 4, 2, 100), learner),
        (examples, version) -> round(examples, version, false),
        round -> {});
  }

  private static LearnerSettings learner(
      Optional<Duration> interval, Optional<Double> delta, boolean deterministic) {
    return new LearnerSettings(1 << 20, interval, delta, deterministic, Optional.empty());
  }

  private static List<Integer> starts(List<LabelledWindow> examples) {
    return examples.stream().map(e -> (int) (e.window().id().startMicros() / 1_000_000)).toList();
  }

  private TrainingRun run(RoundRunner runner, Publisher publisher, int most) {
    return run(TestExamples.settings(topic, Duration.ofSeconds(10), 4, 2, most), runner, publisher);
  }

  private TrainingRun run(TrainSettings settings, RoundRunner runner, Publisher publisher) {
    return new TrainingRun(
        settings,
        dir,
        TestExamples.codec(),
        runner,
        publisher,
        incumbent,
        (bytes, hash) -> new Unloaded(bundles.get(hash)),
        Meters.unread(),
        client());
  }

  /** A model of which only the manifest is asked. */
  private record Unloaded(Bundle bundle) implements FusionModel {
    @Override
    public BundleManifest manifest() {
      return bundle.manifest();
    }

    @Override
    public String hash() {
      return bundle.hash();
    }

    @Override
    public Set<String> engines() {
      return Set.of();
    }

    @Override
    public List<FusionScore> score(List<AlignedWindow> windows) {
      throw new IllegalStateException("nobody asks it");
    }

    @Override
    public void close() {}
  }

  private Optional<Round> round(RoundExamples examples, long version, boolean better) {
    learntFrom.add(examples.all());
    String parent = incumbent.ask(FusionModel::hash).orElse("");
    Bundle bundle = TestModels.bundle(version, parent, 1_500);
    bundles.put(bundle.hash(), bundle);
    return Optional.of(new Round(bundle, better, better ? "better" : "worse"));
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
        (model, activation) -> incumbent.becomes(activation.version(), activation.hash(), 1),
        Meters.unread(),
        client());
  }

  private void send(int from, int count) {
    send(from, count, "yes");
  }

  private void send(int from, int count, String name) {
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      LabelledWindow example =
          new LabelledWindow(window(id(CAM, from + i)), new Label.ClassTarget(name), "", "");
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
