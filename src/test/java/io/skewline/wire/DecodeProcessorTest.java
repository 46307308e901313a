// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.AUDIO;
import static io.skewline.wire.Fixtures.KEY;
import static io.skewline.wire.Fixtures.NEW_YEAR;
import static io.skewline.wire.Fixtures.SPEC;
import static io.skewline.wire.Fixtures.VIDEO;
import static io.skewline.wire.Fixtures.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skewline.fusion.Bundle;
import io.skewline.ledger.Ledger;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The decode node between a topic of frames and its two outputs. */
class DecodeProcessorTest {
  private static final long NOW = NEW_YEAR / 1_000;
  private static final DecodeSettings SETTINGS =
      new DecodeSettings(
          Map.of("t.audio", SPEC, "t.video", new ModalitySpec(VIDEO, 2, 3)),
          Duration.ofSeconds(10),
          2_000,
          1_000);

  private final RegistrySettings registry = Fixtures.registry();
  private final Codecs codecs = new Codecs(registry);
  private final Meters meters = Meters.unread();
  private final Collected<StreamEvent> frames = new Collected<>();
  private final TopologyTestDriver driver = driver(registry, Optional.of("rejected"));
  private final TestInputTopic<byte[], byte[]> audio = input(driver);
  private final TestOutputTopic<byte[], byte[]> rejected =
      driver.createOutputTopic(
          "t.rejected", new ByteArrayDeserializer(), new ByteArrayDeserializer());
  private int sent;
  private long bytes;
  private int bad;

  private TopologyTestDriver driver(RegistrySettings registry, Optional<String> rejectedChild) {
    DecodeProcessor.Children children = new DecodeProcessor.Children("align", rejectedChild);
    Topology topology = new Topology();
    topology.addSource(
        Topology.AutoOffsetReset.EARLIEST,
        "frames",
        new SafeTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        "t.audio",
        "t.video");
    topology.addProcessor(
        "decode",
        () ->
            new DecodeProcessor(
                SETTINGS, new Codecs(registry), "t.rejected", children, done -> {}, meters),
        "frames");
    topology.addProcessor("align", frames.supplier(), "decode");
    topology.addSink(
        "rejected", "t.rejected", new ByteArraySerializer(), new ByteArraySerializer(), "decode");
    topology.addStateStore(LedgerStore.builder(), "decode");
    return new TopologyTestDriver(topology, Instant.ofEpochMilli(NOW));
  }

  private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
    return driver.createInputTopic(
        "t.audio",
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        Instant.ofEpochMilli(NOW),
        Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private byte[] bytes(Frame frame) {
    return codecs.frames().encode("t.audio", frame);
  }

  private void accept(Frame frame) {
    byte[] value = bytes(frame);
    audio.pipeInput(KEY, value);
    sent++;
    bytes += KEY.length + value.length;
    assertThat(frames.last().value()).isEqualTo(frame);
    assertThat(frames.last().key()).isEqualTo(frame.stream());
    assertThat(frames.last().timestamp()).isEqualTo(NOW + sent - 1);
  }

  /** Sends the record, checks what came of it, and that a good frame still passes. */
  private Rejected reject(byte[] key, byte[] value, RejectReason reason) throws WireException {
    audio.pipeInput(key, value);
    bad++;
    sent++;
    bytes += (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    TestRecord<byte[], byte[]> record = rejected.readRecord();
    Rejected r = codecs.rejections().decode("t.rejected", record.key(), record.value());
    assertThat(r.reason()).as(r.detail()).isEqualTo(reason.label());
    assertThat(r.detail()).isNotBlank().hasSizeLessThan(600);
    assertThat(r.topic()).isEqualTo("t.audio");
    assertThat(r.partition()).isZero();
    assertThat(r.offset()).isEqualTo(sent - 1);
    assertThat(r.timestampMillis()).isEqualTo(NOW + sent - 1).isEqualTo(record.timestamp());
    assertThat(r.length()).isEqualTo(value == null ? -1 : value.length);
    int before = frames.size();
    accept(frame());
    assertThat(frames.size()).isEqualTo(before + 1);
    assertLedger();
    return r;
  }

  private Rejected rejectFrame(Frame frame, RejectReason reason) throws WireException {
    byte[] value = bytes(frame);
    Rejected r = reject(KEY, value, reason);
    assertThat(r.raw()).hasValueSatisfying(raw -> assertThat(raw).isEqualTo(value));
    return r;
  }

  /** The committed ledger: in = accepted, which are still open here, + rejected. */
  private void assertLedger() {
    TestOutputTopic<byte[], byte[]> changelog =
        driver.createOutputTopic(
            changelogTopic(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Map<String, Ledger.Balance> last = new HashMap<>();
    changelog
        .readRecordsToList()
        .forEach(
            r -> last.put(LedgerStore.modality(r.key()).name(), LedgerStore.balance(r.value())));
    Ledger.Balance balance = last.get("audio");
    assertThat(balance.in()).isEqualTo(sent);
    assertThat(balance.open()).isEqualTo(frames.size());
    long ended = balance.outcomes().get(Outcome.INVALID) + balance.outcomes().get(Outcome.AHEAD);
    assertThat(ended).isEqualTo(bad);
    assertThat(count("skewline.decode.frames", "modality", "audio")).isEqualTo(sent);
    assertThat(count("skewline.decode.bytes", "modality", "audio")).isEqualTo(bytes);
    assertThat(meters.registry().find("skewline.decode.rejected").counters())
        .satisfies(
            counters ->
                assertThat(counters.stream().mapToDouble(c -> c.count()).sum()).isEqualTo(bad));
  }

  private String changelogTopic() {
    return driver.producedTopicNames().stream()
        .filter(topic -> topic.endsWith("-" + LedgerStore.NAME + "-changelog"))
        .findFirst()
        .orElseThrow();
  }

  private double count(String name, String... tags) {
    return meters.registry().get(name).tags(tags).counter().count();
  }

  @Test
  void shouldForwardFramesUnderTheirStream() {
    accept(frame());
    accept(frame(NEW_YEAR + 10_000_000, new float[] {1, 2, 3}));
    assertThat(rejected.isEmpty()).isTrue();
    assertLedger();
  }

  @Test
  void shouldRejectARecordWithoutKey() throws Exception {
    reject(null, bytes(frame()), RejectReason.NULL_KEY);
    reject(new byte[0], bytes(frame()), RejectReason.NULL_KEY);
  }

  @Test
  void shouldRejectAKeyThatIsNoStreamId() throws Exception {
    reject(new byte[] {(byte) 0xff}, bytes(frame()), RejectReason.BAD_FIELD);
    reject(new byte[1_025], bytes(frame()), RejectReason.BAD_FIELD);
  }

  @Test
  void shouldRejectARecordWithoutValue() throws Exception {
    Rejected r = reject(KEY, null, RejectReason.NULL_VALUE);
    assertThat(r.raw()).isEmpty();
    assertThat(r.sha256()).isEmpty();
  }

  @Test
  void shouldRejectOversizeUnread() throws Exception {
    byte[] value = new byte[2_001];
    Rejected r = reject(KEY, value, RejectReason.OVERSIZED);
    assertThat(r.raw()).isEmpty();
    assertThat(r.sha256()).contains(Bundle.sha256(value));
  }

  @Test
  void shouldKeepRawBytesUpToTheBound() throws Exception {
    byte[] kept = new byte[1_000];
    kept[0] = 9;
    assertThat(reject(KEY, kept, RejectReason.NOT_AVRO).raw())
        .hasValueSatisfying(raw -> assertThat(raw).isEqualTo(kept));
    byte[] hashed = new byte[1_001];
    hashed[0] = 9;
    Rejected r = reject(KEY, hashed, RejectReason.NOT_AVRO);
    assertThat(r.raw()).isEmpty();
    assertThat(r.sha256()).contains(Bundle.sha256(hashed));
  }

  @Test
  void shouldRejectWhatIsNoConfluentAvro() throws Exception {
    reject(KEY, new byte[0], RejectReason.NOT_AVRO);
    reject(KEY, new byte[] {0, 0, 0, 1}, RejectReason.NOT_AVRO);
    reject(KEY, "{\"modality\":1}".getBytes(StandardCharsets.UTF_8), RejectReason.NOT_AVRO);
  }

  @Test
  void shouldRejectAnUnknownSchema() throws Exception {
    byte[] value = bytes(frame());
    value[1] = 77;
    reject(KEY, value, RejectReason.UNKNOWN_SCHEMA);
  }

  @Test
  void shouldRejectAnotherRecordType() throws Exception {
    byte[] example = codecs.examples().encode("t.examples", CodecsTest.EXAMPLE);
    reject(KEY, example, RejectReason.WRONG_SCHEMA);
  }

  @Test
  void shouldRejectWhatIsCutOffAnywhere() throws Exception {
    byte[] value = bytes(frame());
    for (int length = AvroFormat.HEADER; length < value.length; length++) {
      reject(KEY, Arrays.copyOf(value, length), RejectReason.TRUNCATED);
    }
    reject(KEY, Arrays.copyOf(value, value.length + 1), RejectReason.TRUNCATED);
  }

  @Test
  void shouldRejectTheModalityOfAnotherTopic() throws Exception {
    Frame video =
        new Frame(
            Fixtures.CAMERA, VIDEO, NEW_YEAR, 1, "", 0, LayerStack.ofAll(new float[] {1, 2, 3}));
    rejectFrame(video, RejectReason.WRONG_MODALITY);
  }

  @Test
  void shouldRejectAFrameWithoutLayers() throws Exception {
    rejectFrame(frame(NEW_YEAR), RejectReason.EMPTY_LAYERS);
  }

  @Test
  void shouldRejectLayersThatTheModalityDoesNotHave() throws Exception {
    float[] v = {1, 2, 3};
    rejectFrame(frame(NEW_YEAR, v, v, v, v, v), RejectReason.WRONG_LAYER);
  }

  @Test
  void shouldRejectLayersOutOfOrder() throws Exception {
    byte[] value = bytes(frame());
    int second = value.length - 2 - 12 - 3;
    assertThat(value[second]).as("index 2, zig-zag").isEqualTo((byte) 4);
    for (int index : new int[] {0, -1, 1}) {
      value[second] = (byte) (index << 1 ^ index >> 31);
      reject(KEY, value.clone(), RejectReason.WRONG_LAYER);
    }
  }

  @Test
  void shouldRejectVectorsOfAnotherWidth() throws Exception {
    rejectFrame(frame(NEW_YEAR, new float[] {1, 2}), RejectReason.WRONG_WIDTH);
    rejectFrame(frame(NEW_YEAR, new float[] {1, 2, 3, 4}), RejectReason.WRONG_WIDTH);
    rejectFrame(frame(NEW_YEAR, new float[0]), RejectReason.WRONG_WIDTH);
  }

  @Test
  void shouldRejectValuesThatAreNoFiniteNumbers() throws Exception {
    float[] good = {1, 2, 3};
    for (int at = 0; at < 3; at++) {
      for (float value : new float[] {Float.NaN, Float.intBitsToFloat(0xffc12345)}) {
        float[] values = good.clone();
        values[at] = value;
        rejectFrame(frame(NEW_YEAR, good, values), RejectReason.NOT_A_NUMBER);
      }
      for (float value : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        float[] values = good.clone();
        values[at] = value;
        rejectFrame(frame(NEW_YEAR, good, values), RejectReason.INFINITE);
      }
    }
  }

  @Test
  void shouldAcceptTheLargestNumbers() {
    accept(frame(NEW_YEAR, new float[] {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE}));
  }

  @Test
  void shouldRejectANegativeTime() throws Exception {
    byte[] value = bytes(frame(0, new float[] {1, 2, 3}));
    int eventTime = AvroFormat.HEADER + 1 + "audio".length();
    assertThat(value[eventTime]).isZero();
    value[eventTime] = 1;
    reject(KEY, value, RejectReason.NEGATIVE_TIME);
  }

  @Test
  void shouldRejectTheFutureAsAhead() throws Exception {
    long allowed = NEW_YEAR + 10_000_000;
    accept(frame(allowed, new float[] {1, 2, 3}));
    rejectFrame(frame(allowed + 1, new float[] {1, 2, 3}), RejectReason.FUTURE_TIME);
    rejectFrame(frame(Long.MAX_VALUE, new float[] {1, 2, 3}), RejectReason.FUTURE_TIME);
    assertThat(count("skewline.align.frames.ended", "modality", "audio", "outcome", "ahead"))
        .isEqualTo(2);
    driver.advanceWallClockTime(Duration.ofMillis(1));
    accept(frame(allowed + 1, new float[] {1, 2, 3}));
  }

  @Test
  void shouldRejectANegativeDuration() throws Exception {
    float[][] v = {{1, 2, 3}};
    byte[] value = bytes(new Frame(Fixtures.CAMERA, AUDIO, 0, 0, "", 1, LayerStack.ofAll(v)));
    int duration = AvroFormat.HEADER + 1 + "audio".length() + 3 + 1;
    assertThat(value[duration]).isEqualTo((byte) 2);
    value[duration] = 1;
    reject(KEY, value, RejectReason.BAD_FIELD);
  }

  @Test
  void shouldRejectAnEndBeyondAllTime() throws Exception {
    LayerStack v = LayerStack.ofAll(new float[] {1, 2, 3});
    rejectFrame(
        new Frame(Fixtures.CAMERA, AUDIO, 1, 0, "", Long.MAX_VALUE, v), RejectReason.BAD_FIELD);
  }

  @Test
  void shouldNotQuoteALongFieldAtFullLength() throws Exception {
    byte[] name = new byte[1_500];
    Arrays.fill(name, (byte) 'X');
    byte[] good = bytes(frame());
    byte[] value = new byte[good.length + 1_500 + 1 - 5];
    System.arraycopy(good, 0, value, 0, 5);
    value[5] = (byte) (3_000 & 0x7f | 0x80);
    value[6] = (byte) (3_000 >> 7);
    System.arraycopy(name, 0, value, 7, 1_500);
    System.arraycopy(good, 11, value, 1_507, good.length - 11);
    reject(KEY, value, RejectReason.BAD_FIELD);
  }

  @Test
  void shouldRejectALongSession() throws Exception {
    LayerStack v = LayerStack.ofAll(new float[] {1, 2, 3});
    Frame frame = new Frame(Fixtures.CAMERA, AUDIO, 1, 0, "s".repeat(1_025), 0, v);
    reject(KEY, bytes(frame), RejectReason.BAD_FIELD);
  }

  @Test
  void shouldCountButNotWriteWhereAnotherApplicationRejects() {
    try (TopologyTestDriver trainer = driver(registry, Optional.empty())) {
      input(trainer).pipeInput(KEY, new byte[] {9});
      assertThat(
              trainer
                  .createOutputTopic(
                      "t.rejected", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                  .isEmpty())
          .isTrue();
    }
    assertThat(count("skewline.align.frames.ended", "modality", "audio", "outcome", "invalid"))
        .isEqualTo(1);
  }

  @Test
  void shouldFailTheTaskWhenTheRegistryIsAway() {
    RegistrySettings away =
        new RegistrySettings(Map.of("schema.registry.url", "http://localhost:1"));
    try (TopologyTestDriver failing = driver(away, Optional.of("rejected"))) {
      byte[] value = bytes(frame());
      assertThatThrownBy(() -> input(failing).pipeInput(KEY, value))
          .isInstanceOf(StreamsException.class)
          .hasCauseInstanceOf(RetriableException.class);
      assertThat(frames.size()).isZero();
    }
  }
}
