// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.VIDEO;
import static io.skewline.topology.Fixtures.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.Drain;
import io.skewline.fusion.Bundle;
import io.skewline.fusion.Prediction;
import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.serve.ActiveModel;
import io.skewline.topology.Topics.TopicSpec;
import io.skewline.wire.Codecs;
import io.skewline.wire.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Video goes through a topic of ours, audio does not. */
class RepartitionTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final byte[] KEY = "camera-1".getBytes(StandardCharsets.UTF_8);

  private final FusionApp app = Fixtures.app("streams.video.repartition=true");
  private final Codecs codecs = new Codecs(app.registry());
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          FusionTopology.build(
              app,
              codecs,
              new ActiveModel(Meters.unread()),
              new Inputs(app),
              new Drain(),
              Meters.unread()),
          Fixtures.driverConfig(),
          Instant.ofEpochMilli(NOW));
  private final TestInputTopic<byte[], byte[]> audio = input("t.audio");
  private final TestInputTopic<byte[], byte[]> video = input("t.video");
  private final TestOutputTopic<byte[], byte[]> copies = output("fixture-video-repartition");
  private final TestOutputTopic<byte[], byte[]> rejected = output("t.rejected");
  private final TestOutputTopic<byte[], byte[]> predictions = output("t.predictions");

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private byte[] bytes(Modality modality, long millis, long sequence) {
    return codecs.frames().encode("t." + modality, frame(modality, millis, sequence));
  }

  private Rejected rejection() throws Exception {
    var record = rejected.readRecord();
    assertThat(rejected.isEmpty()).isTrue();
    return codecs.rejections().decode("t.rejected", record.key(), record.value());
  }

  private Map<Modality, Balance> ledger() {
    return ((LedgerStore) driver.getStateStore(LedgerStore.NAME)).balances();
  }

  @Test
  void shouldJoinWhatCameThroughOurTopic() throws Exception {
    for (long t : new long[] {NOW - 2_000, NOW - 1_000}) {
      audio.pipeInput(KEY, bytes(AUDIO, t, t));
      video.pipeInput(KEY, bytes(VIDEO, t, t));
    }
    var record = predictions.readRecord();
    Prediction prediction =
        codecs.predictions().decode("t.predictions", record.key(), record.value());
    assertThat(prediction.used()).containsExactly(AUDIO, VIDEO);
    assertThat(ledger().get(VIDEO).in()).isEqualTo(2);
    assertThat(ledger().values()).allMatch(Balance::holds);
  }

  @Test
  void shouldPassBytesAndHeadersThrough() {
    Headers headers = new RecordHeaders().add("trace", new byte[] {1, 2});
    byte[] value = bytes(VIDEO, NOW, 1);
    video.pipeInput(new TestRecord<>(KEY, value, headers, Instant.ofEpochMilli(NOW)));
    var copy = copies.readRecord();
    assertThat(copy.key()).isEqualTo(KEY);
    assertThat(copy.value()).isEqualTo(value);
    assertThat(copy.headers().lastHeader("trace").value()).containsExactly(1, 2);
    assertThat(copy.headers().lastHeader("skewline.origin").value())
        .asString()
        .isEqualTo("t.video/0/0/" + NOW);
  }

  @Test
  void shouldNameTheProducersRecordInARejection() throws Exception {
    video.pipeInput(KEY, bytes(VIDEO, NOW, 1), NOW - 60_000);
    Headers forged = new RecordHeaders().add("skewline.origin", "x/9/9/9".getBytes());
    byte[] wrong = bytes(AUDIO, NOW, 1);
    video.pipeInput(new TestRecord<>(KEY, wrong, forged, Instant.ofEpochMilli(NOW - 59_000)));
    Rejected r = rejection();
    assertThat(r.reason()).isEqualTo("wrong-modality");
    assertThat(r.topic()).isEqualTo("t.video");
    assertThat(r.offset()).isEqualTo(1);
    assertThat(r.timestampMillis()).isEqualTo(NOW - 59_000);
    assertThat(r.raw()).hasValueSatisfying(raw -> assertThat(raw).isEqualTo(wrong));
  }

  @Test
  void shouldNotBelieveAnOriginOnAProducersTopic() throws Exception {
    Headers forged = new RecordHeaders().add("skewline.origin", "x/9/9/9".getBytes());
    audio.pipeInput(new TestRecord<>(KEY, bytes(VIDEO, NOW, 1), forged, Instant.ofEpochMilli(NOW)));
    assertThat(rejection().topic()).isEqualTo("t.audio");
  }

  @Test
  void shouldCutWhatIsTooLongToSendAndRejectItStill() throws Exception {
    byte[] value = new byte[64_001];
    byte[] large = new byte[70_000];
    Headers headers = new RecordHeaders().add("trace", large);
    video.pipeInput(new TestRecord<>(KEY, value, headers, Instant.ofEpochMilli(NOW)));
    var copy = copies.readRecord();
    assertThat(copy.value()).isNull();
    assertThat(copy.headers().lastHeader("trace")).isNull();
    Rejected r = rejection();
    assertThat(r.reason()).isEqualTo("oversized");
    assertThat(r.detail()).contains("64001 bytes");
    assertThat(r.length()).isEqualTo(64_001);
    assertThat(r.sha256()).contains(Bundle.sha256(value));
    assertThat(r.topic()).isEqualTo("t.video");
    video.pipeInput(new byte[100_000], bytes(VIDEO, NOW, 1));
    assertThat(copies.readRecord().key()).hasSize(16 * 1024);
    assertThat(rejection().reason()).isEqualTo("bad-field");
    video.pipeInput(KEY, (byte[]) null);
    assertThat(rejection().reason()).isEqualTo("null-value");
    video.pipeInput(null, bytes(VIDEO, NOW, 1));
    assertThat(rejection().reason()).isEqualTo("null-key");
    assertThat(ledger().get(VIDEO).outcomes().get(Outcome.INVALID)).isEqualTo(4);
    assertThat(ledger().get(VIDEO).holds()).isTrue();
  }

  @Test
  void shouldLeaveTheMainWalkItsTaskNumber() {
    Topology trainer =
        TrainingTopology.build(
            app, codecs, new Inputs(FrameTopics.ofTrainer(app), Meters.unread()), Meters.unread());
    assertThat(trainer.describe().toString())
        .containsPattern("Source: frames \\(topics: .*fixture-train-video-repartition")
        .containsPattern("(?s)Sub-topology: 0\n.*Source: frames.*Sub-topology: 1\n")
        .contains("Sub-topology: 1\n    Source: repartition-video-in (topics: [t.video])")
        .contains("Sink: repartition-video-out (topic: fixture-train-video-repartition)");
  }

  @Test
  void shouldMakeOurTopicsLikeThoseTheyMeet() {
    Map<String, TopicSpec> fresh = AppTopics.specs(app, 4);
    assertThat(fresh.get("fixture-video-repartition")).isEqualTo(fresh.get("t.audio"));
    assertThat(fresh.get("fixture-video-repartition").settings())
        .containsEntry("message.timestamp.type", "LogAppendTime");
    Map<String, TopicSpec> beside =
        AppTopics.specs(app, 4, Map.of("t.audio", 6, "fixture-train-video-repartition", 3));
    assertThat(beside.get("fixture-video-repartition").partitions()).isEqualTo(6);
    assertThat(beside.get("fixture-train-video-repartition").partitions()).isEqualTo(6);
    assertThat(beside.get("t.labels").partitions()).isEqualTo(4);
    assertThat(AppTopics.ofProcessor(app)).containsExactly("t.audio", "fixture-video-repartition");
    assertThat(AppTopics.ofTrainer(app))
        .containsExactly(
            "t.audio",
            "fixture-train-video-repartition",
            "t.labels",
            "t.predictions",
            "t.predictions.shadow");
  }
}
