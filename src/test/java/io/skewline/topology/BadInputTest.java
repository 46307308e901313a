// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.VIDEO;
import static io.skewline.topology.Fixtures.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.align.Drain;
import io.skewline.fusion.Bundle;
import io.skewline.ledger.LedgerStore;
import io.skewline.ledger.Meters;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Outcome;
import io.skewline.serve.ActiveModel;
import io.skewline.wire.Codecs;
import io.skewline.wire.Rejected;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of bad input ends on the rejected topic with its reason, and the stream goes on. */
class BadInputTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final byte[] KEY = "camera-1".getBytes(StandardCharsets.UTF_8);

  private final FusionApp app = Fixtures.app();
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
  private final TestOutputTopic<byte[], byte[]> rejected = output("t.rejected");
  private final TestOutputTopic<byte[], byte[]> predictions = output("t.predictions");
  private int sent;

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

  @Test
  void shouldRejectTruncatedAvro() throws Exception {
    byte[] whole = bytes(frame(AUDIO, NOW, 1));
    byte[] half = Arrays.copyOf(whole, whole.length - 7);
    Rejected r = reject(KEY, half, "truncated");
    assertThat(r.raw()).hasValueSatisfying(raw -> assertThat(raw).isEqualTo(half));
    assertThat(r.topic()).isEqualTo("t.audio");
  }

  @Test
  void shouldRejectTrailingBytes() throws Exception {
    byte[] whole = bytes(frame(AUDIO, NOW, 1));
    reject(KEY, Arrays.copyOf(whole, whole.length + 1), "truncated");
  }

  @Test
  void shouldRejectUnknownSchemaId() throws Exception {
    byte[] value = bytes(frame(AUDIO, NOW, 1));
    ByteBuffer.wrap(value).putInt(1, 4711);
    reject(KEY, value, "unknown-schema");
  }

  @Test
  void shouldRejectASchemaOfAnotherRecord() throws Exception {
    var label =
        new io.skewline.modality.Label(
            Fixtures.CAMERA, 0, 1, new io.skewline.modality.Label.ClassTarget("yes"), "", "");
    reject(KEY, codecs.labels().encode("t.labels", label), "wrong-schema");
  }

  @Test
  void shouldRejectBytesThatAreNotAvro() throws Exception {
    reject(KEY, "hello".getBytes(StandardCharsets.UTF_8), "not-avro");
    reject(KEY, new byte[0], "not-avro");
  }

  @Test
  void shouldRejectWrongWidth() throws Exception {
    reject(KEY, bytes(with(new float[] {1, 2}, new float[] {1, 2, 3})), "wrong-width");
  }

  @Test
  void shouldRejectNaN() throws Exception {
    reject(KEY, bytes(with(new float[] {1, Float.NaN, 3}, new float[] {1, 2, 3})), "not-a-number");
  }

  @Test
  void shouldRejectInfinity() throws Exception {
    float[] bad = {1, 2, Float.NEGATIVE_INFINITY};
    reject(KEY, bytes(with(new float[] {1, 2, 3}, bad)), "infinite");
  }

  @Test
  void shouldRejectNullKeyAndNullValue() throws Exception {
    reject(null, bytes(frame(AUDIO, NOW, 1)), "null-key");
    assertThat(reject(KEY, null, "null-value").length()).isEqualTo(-1);
  }

  @Test
  void shouldRejectEmptyLayers() throws Exception {
    reject(KEY, bytes(with()), "empty-layers");
  }

  @Test
  void shouldRejectALayerBeyondTheStack() throws Exception {
    float[] v = {1, 2, 3};
    reject(KEY, bytes(with(v, v, v)), "wrong-layer");
  }

  @Test
  void shouldRejectFutureTimeAsAhead() throws Exception {
    reject(KEY, bytes(frame(AUDIO, NOW + 10_001, 1)), "future-time");
    assertThat(ended(Outcome.AHEAD)).isEqualTo(1);
    assertThat(ended(Outcome.INVALID)).isZero();
  }

  @Test
  void shouldRejectNegativeTime() throws Exception {
    byte[] value = bytes(frame(AUDIO, 0, 1));
    int eventTime = 5 + 1 + "audio".length();
    assertThat(value[eventTime]).isZero();
    value[eventTime] = 1; // zig-zag −1
    reject(KEY, value, "negative-time");
  }

  @Test
  void shouldRejectOversizeWithHashInsteadOfBytes() throws Exception {
    byte[] value = new byte[64_001];
    Rejected r = reject(KEY, value, "oversized");
    assertThat(r.raw()).isEmpty();
    assertThat(r.length()).isEqualTo(64_001);
    assertThat(r.sha256()).contains(Bundle.sha256(value));
  }

  @Test
  void shouldRejectTheModalityOfAnotherTopic() throws Exception {
    reject(KEY, bytes(frame(VIDEO, NOW, 1)), "wrong-modality");
  }

  private static Frame with(float[]... layers) {
    return new Frame(Fixtures.CAMERA, AUDIO, NOW * 1000, 1, "", 0, LayerStack.ofAll(layers));
  }

  private byte[] bytes(Frame frame) {
    return codecs.frames().encode("t.audio", frame);
  }

  /** Sends the record, then a good window, and checks that both came through as they should. */
  private Rejected reject(byte[] key, byte[] value, String reason) throws Exception {
    long before = ended(Outcome.INVALID) + ended(Outcome.AHEAD);
    audio.pipeInput(key, value);
    sent++;
    var record = rejected.readRecord();
    Rejected r = codecs.rejections().decode("t.rejected", record.key(), record.value());
    assertThat(r.reason()).isEqualTo(reason);
    assertThat(r.detail()).isNotBlank();
    assertThat(ended(Outcome.INVALID) + ended(Outcome.AHEAD)).isEqualTo(before + 1);
    goodWindow();
    return r;
  }

  private void goodWindow() {
    long start = NOW - 5_000 + sent * 2_000L;
    TestInputTopic<byte[], byte[]> video = input("t.video");
    for (long t : new long[] {start, start + 1_000}) {
      audio.pipeInput(KEY, bytes(frame(AUDIO, t, t)));
      video.pipeInput(KEY, codecs.frames().encode("t.video", frame(VIDEO, t, t)));
      sent++;
    }
    assertThat(predictions.readKeyValuesToList()).isNotEmpty();
    assertThat(rejected.isEmpty()).isTrue();
  }

  private long ended(Outcome outcome) {
    LedgerStore ledger = (LedgerStore) driver.getStateStore(LedgerStore.NAME);
    return ledger
        .balances()
        .getOrDefault(AUDIO, new io.skewline.ledger.Ledger.Balance(0, Map.of()))
        .outcomes()
        .getOrDefault(outcome, 0L);
  }
}
