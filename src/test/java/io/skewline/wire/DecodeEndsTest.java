// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.AUDIO;
import static io.skewline.wire.Fixtures.CAMERA;
import static io.skewline.wire.Fixtures.KEY;
import static io.skewline.wire.Fixtures.NEW_YEAR;
import static io.skewline.wire.Fixtures.SPEC;
import static io.skewline.wire.Fixtures.VIDEO;
import static io.skewline.wire.Fixtures.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.ledger.Ledger.Balance;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How streams end, and how rejected frames do: what decode tells beside good frames. */
class DecodeEndsTest {
  private static final long NOW = NEW_YEAR / 1_000;
  private static final DecodeSettings SETTINGS =
      new DecodeSettings(Map.of("t.audio", SPEC), Duration.ofSeconds(10), 2_000, 1_000);

  private final Codecs codecs = new Codecs(Fixtures.registry());
  private final Collected<StreamEvent> events = new Collected<>();
  private final TopologyTestDriver driver = driver();
  private final TestInputTopic<byte[], byte[]> audio =
      driver.createInputTopic(
          "t.audio",
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          Instant.ofEpochMilli(NOW),
          Duration.ZERO);
  private final TestOutputTopic<byte[], byte[]> rejected = output("t.rejected");
  private final TestOutputTopic<byte[], byte[]> outcomes = output("t.ledger");

  private TopologyTestDriver driver() {
    var children =
        new DecodeProcessor.Children("align", Optional.of("rejected"), Optional.of("outcomes"));
    Topology topology = new Topology();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "frames",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        "t.audio");
    topology.addProcessor(
        "decode",
        () ->
            new DecodeProcessor(
                SETTINGS, codecs, "t.rejected", children, done -> {}, Meters.unread()),
        "frames");
    topology.addProcessor("align", events.supplier(), "decode");
    topology.addProcessor(
        "outcomes", () -> new EmitProcessor<>(codecs.frameEnds(), "t.ledger"), "decode");
    topology.addSink(
        "ledger", "t.ledger", new ByteArraySerializer(), new ByteArraySerializer(), "outcomes");
    topology.addSink(
        "rejected", "t.rejected", new ByteArraySerializer(), new ByteArraySerializer(), "decode");
    topology.addStateStore(LedgerStore.builder(), "decode");
    return new TopologyTestDriver(topology, Instant.ofEpochMilli(NOW));
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void send(StreamEvent event) {
    audio.pipeInput(KEY, codecs.frames().encode("t.audio", event));
  }

  private FrameEnd end() throws WireException {
    var record = outcomes.readRecord();
    assertThat(record.timestamp()).isEqualTo(NOW);
    return codecs.frameEnds().decode("t.ledger", record.key(), record.value());
  }

  private Optional<Balance> balance() {
    LedgerStore ledger = (LedgerStore) driver.getStateStore(LedgerStore.NAME);
    return Optional.ofNullable(ledger.balances().get(AUDIO));
  }

  private static EndOfStream marker(Modality modality, long eventTimeMicros) {
    return new EndOfStream(CAMERA, modality, eventTimeMicros, "s");
  }

  private static FrameEnd single(Outcome outcome, String reason, long sequence, long timeMicros) {
    return new FrameEnd(
        CAMERA,
        AUDIO,
        outcome,
        Optional.empty(),
        reason,
        List.of(new FrameEnd.Ref(sequence, timeMicros)));
  }

  @Test
  void shouldForwardMarkersAndNotCountThem() {
    send(marker(AUDIO, NEW_YEAR));
    assertThat(events.last().value()).isEqualTo(marker(AUDIO, NEW_YEAR));
    assertThat(events.last().key()).isEqualTo(CAMERA);
    assertThat(events.last().timestamp()).isEqualTo(NOW);
    assertThat(balance()).isEmpty();
    assertThat(rejected.isEmpty()).isTrue();
  }

  @Test
  void shouldRejectMarkersThatAreAheadOrAstrayAndNotCountThem() throws Exception {
    send(marker(AUDIO, NEW_YEAR + 10_000_000));
    assertThat(events.size()).isEqualTo(1);
    send(marker(AUDIO, NEW_YEAR + 10_000_001));
    send(marker(VIDEO, NEW_YEAR));
    assertThat(events.size()).isEqualTo(1);
    assertThat(reason()).isEqualTo("future-time");
    assertThat(reason()).isEqualTo("wrong-modality");
    assertThat(balance()).isEmpty();
    assertThat(outcomes.isEmpty()).isTrue();
  }

  private String reason() throws WireException {
    var record = rejected.readRecord();
    return codecs.rejections().decode("t.rejected", record.key(), record.value()).reason();
  }

  @Test
  void shouldTellOfAFrameThatWasReadButCannotBeUsed() throws Exception {
    send(frame(NEW_YEAR - 40_000, new float[] {1, 2}));
    assertThat(end()).isEqualTo(single(Outcome.INVALID, "wrong-width", 7, NEW_YEAR - 40_000));
    send(frame(NEW_YEAR + 10_000_001, new float[] {1, 2, 3}));
    assertThat(end()).isEqualTo(single(Outcome.AHEAD, "future-time", 7, NEW_YEAR + 10_000_001));
    assertThat(balance().orElseThrow().in()).isEqualTo(2);
    assertThat(balance().orElseThrow().open()).isZero();
  }

  @Test
  void shouldTellOfARecordThatCouldNotBeReadWhenItCame() throws Exception {
    audio.pipeInput(KEY, new byte[] {9});
    assertThat(end()).isEqualTo(single(Outcome.INVALID, "not-avro", -1, NEW_YEAR));
  }

  @Test
  void shouldNotTellOfWhatBelongsToNoStream() {
    audio.pipeInput(null, new byte[] {9});
    audio.pipeInput(new byte[] {(byte) 0xff}, new byte[] {9});
    assertThat(outcomes.isEmpty()).isTrue();
    assertThat(balance().orElseThrow().outcomes().get(Outcome.INVALID)).isEqualTo(2);
  }

  @Test
  void shouldNotTellOfGoodFrames() {
    send(frame());
    assertThat(events.size()).isEqualTo(1);
    assertThat(outcomes.isEmpty()).isTrue();
  }
}
