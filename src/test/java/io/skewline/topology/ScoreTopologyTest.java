// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.CAMERA;
import static io.skewline.topology.Fixtures.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.FusionScore;
import io.skewline.fusion.ModelScore;
import io.skewline.fusion.Prediction;
import io.skewline.fusion.ScoreSlice;
import io.skewline.fusion.ScoreSlice.Delay;
import io.skewline.fusion.ScoreSlice.Offset;
import io.skewline.fusion.ScoreSlice.Role;
import io.skewline.ledger.Meters;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Label;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import io.skewline.train.score.ScoreProcessor;
import io.skewline.train.score.Scoreboard;
import io.skewline.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the bytes of predictions and labels to the bytes of the scoreboard. */
class ScoreTopologyTest {
  private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final byte[] KEY = CAMERA.value().getBytes(StandardCharsets.UTF_8);
  private static final String V1 = "1".repeat(64);
  private static final String V2 = "2".repeat(64);

  private final FusionApp app = Fixtures.app();
  private final Codecs codecs = new Codecs(app.registry());
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          TrainingTopology.build(
              app,
              codecs,
              new Inputs(FrameTopics.ofTrainer(app), Meters.unread()),
              Meters.unread()),
          Fixtures.driverConfig(),
          START);
  private final TestOutputTopic<byte[], byte[]> scores =
      driver.createOutputTopic(
          "t.predictions.scores", new ByteArrayDeserializer(), new ByteArrayDeserializer());

  @AfterEach
  void close() {
    driver.close();
  }

  private void pipe(String topic, byte[] value, long atMillis) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(KEY, value, START.plusMillis(atMillis)));
  }

  private void predict(String topic, int second, String said, ClosingReason reason, long at) {
    boolean champion = topic.equals("t.predictions");
    predict(topic, second, said, reason, at, champion ? 1 : 2, champion ? V1 : V2);
  }

  private void predict(
      String topic,
      int second,
      String said,
      ClosingReason reason,
      long at,
      long version,
      String hash) {
    boolean yes = said.equals("yes");
    Prediction prediction =
        new Prediction(
            new WindowId(CAMERA, 0, second * 1_000_000L, (second + 1) * 1_000_000L),
            said.isEmpty() ? Verdict.DROPPED_UNPAIRED : Verdict.FUSED,
            reason,
            List.of(AUDIO, VIDEO),
            List.of(),
            List.of(),
            Map.of(AUDIO, 0L, VIDEO, -70_000L),
            0,
            0,
            said.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new Prediction.Scored(
                        List.of("no", "yes"),
                        new FusionScore(
                            new float[] {0.5f, 0.5f}, yes ? 1 : 0, 0.5, Double.NaN, Double.NaN),
                        "late",
                        version,
                        hash)));
    pipe(topic, codecs.predictions().encode(topic, prediction), at);
  }

  private void label(int from, int to, String name, long at) {
    Label label =
        new Label(CAMERA, from * 1_000_000L, to * 1_000_000L, new Label.ClassTarget(name), "", "");
    pipe("t.labels", codecs.labels().encode("t.labels", label), at);
  }

  private Map<String, ModelScore> scores() throws Exception {
    driver.advanceWallClockTime(ScoreProcessor.TELL);
    Map<String, ModelScore> found = new LinkedHashMap<>();
    for (TestRecord<byte[], byte[]> r : scores.readRecordsToList()) {
      ModelScore score = codecs.scores().decode("t.predictions.scores", r.key(), r.value());
      assertThat(new String(r.key(), StandardCharsets.UTF_8)).isEqualTo(score.key());
      found.put(score.key(), score);
    }
    return found;
  }

  private static String key(Role role, Delay delay) {
    boolean champion = role == Role.CHAMPION;
    return new ScoreSlice(
                role, champion ? 1 : 2, champion ? V1 : V2, "audio+video", Offset.TO_100MS, delay)
            .text()
        + "/0";
  }

  @Test
  void shouldScoreTheVeryPredictionsByTheirSlice() throws Exception {
    predict("t.predictions", 0, "yes", ClosingReason.EARLY, 100);
    predict("t.predictions", 0, "no", ClosingReason.COMPLETE, 200);
    predict("t.predictions", 1, "yes", ClosingReason.COMPLETE, 300);
    predict("t.predictions", 2, "", ClosingReason.DEADLINE, 400);
    predict("t.predictions.shadow", 1, "no", ClosingReason.COMPLETE, 300);
    label(0, 2, "yes", 61_000);
    Map<String, ModelScore> told = scores();
    assertThat(told)
        .containsOnlyKeys(
            key(Role.CHAMPION, Delay.NONE),
            key(Role.CHALLENGER, Delay.NONE),
            key(Role.CHAMPION, Delay.TO_10M),
            key(Role.CHALLENGER, Delay.TO_10M));
    ModelScore made = told.get(key(Role.CHAMPION, Delay.NONE));
    assertThat(made.tally().numbers().predictions()).as("neither early nor dropped").isEqualTo(2);
    assertThat(made.firstMillis()).isEqualTo(START.toEpochMilli() + 200);
    assertThat(made.lastMillis()).isEqualTo(START.toEpochMilli() + 300);
    var labelled = told.get(key(Role.CHAMPION, Delay.TO_10M)).tally().numbers();
    assertThat(labelled.labelled()).isEqualTo(2);
    assertThat(labelled.hits()).as("the correction counts").isEqualTo(1);
    assertThat(told.get(key(Role.CHALLENGER, Delay.TO_10M)).tally().numbers().hits()).isZero();
  }

  @Test
  void shouldTellOnlyWhatChanged() throws Exception {
    predict("t.predictions", 0, "yes", ClosingReason.COMPLETE, 100);
    assertThat(scores()).hasSize(1);
    assertThat(scores()).isEmpty();
    label(0, 1, "yes", 200);
    assertThat(scores()).containsOnlyKeys(key(Role.CHAMPION, Delay.TO_1M));
  }

  /** Or topic and board would grow with every model that ever predicted. */
  @Test
  void shouldTakeBackTheTalliesOfTheModelThatPredictedLongestAgo() throws Exception {
    Scoreboard board = new Scoreboard();
    for (int model = 1; model <= 64; model++) {
      String hash = "%064d".formatted(model);
      predict("t.predictions", model, "yes", ClosingReason.COMPLETE, model, model, hash);
    }
    scores().values().forEach(board::put);
    assertThat(board.standings(Role.CHAMPION)).hasSize(64);
    predict("t.predictions", 65, "yes", ClosingReason.COMPLETE, 65, 65, "%064d".formatted(65));
    TestRecord<byte[], byte[]> gone = scores.readRecord();
    assertThat(new String(gone.key(), StandardCharsets.UTF_8)).contains("%064d".formatted(1));
    assertThat(gone.value()).isNull();
    assertThat(scores()).hasSize(1);
  }

  @Test
  void shouldRejectWhatIsNoPrediction() throws Exception {
    pipe("t.predictions", new byte[] {1, 2, 3}, 0);
    driver.advanceWallClockTime(Duration.ofSeconds(2));
    TestOutputTopic<byte[], byte[]> rejected =
        driver.createOutputTopic(
            "t.rejected", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TestRecord<byte[], byte[]> record = rejected.readRecord();
    assertThat(codecs.rejections().decode("t.rejected", record.key(), record.value()).topic())
        .isEqualTo("t.predictions");
  }
}
