// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static io.skewline.wire.Fixtures.CAMERA;
import static io.skewline.wire.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LabelDecodeProcessorTest {
  private static final DecodeSettings SETTINGS =
      new DecodeSettings(Map.of(), Duration.ZERO, 200, 100);

  private final Codecs codecs = new Codecs(Fixtures.registry());
  private final Collected<Label> labels = new Collected<>();
  private final TopologyTestDriver driver = driver();
  private final TestInputTopic<byte[], byte[]> input =
      driver.createInputTopic(
          "t.labels",
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          Instant.ofEpochMilli(100),
          Duration.ofMillis(1));
  private final TestOutputTopic<byte[], byte[]> rejected =
      driver.createOutputTopic(
          "t.rejected", new ByteArrayDeserializer(), new ByteArrayDeserializer());

  private TopologyTestDriver driver() {
    List<String> accepted = List.of("label");
    Topology topology = new Topology();
    topology.addSource(
        "labels", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "t.labels");
    topology.addProcessor(
        "decode",
        () ->
            new LabelDecodeProcessor(
                SETTINGS, codecs, "t.rejected", accepted, "rejected", Meters.unread()),
        "labels");
    topology.addProcessor("label", labels.supplier(), "decode");
    topology.addSink(
        "rejected", "t.rejected", new ByteArraySerializer(), new ByteArraySerializer(), "decode");
    return new TopologyTestDriver(topology);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static Label label(Label.Target target) {
    return new Label(CAMERA, 5, 9, target, "", "");
  }

  private void reject(byte[] key, byte[] value, RejectReason reason) throws Exception {
    input.pipeInput(key, value);
    TestRecord<byte[], byte[]> record = rejected.readRecord();
    Rejected r = codecs.rejections().decode("t.rejected", record.key(), record.value());
    assertThat(r.reason()).as(r.detail()).isEqualTo(reason.label());
    assertThat(r.topic()).isEqualTo("t.labels");
    assertThat(labels.size()).isZero();
  }

  @Test
  void shouldForwardLabelsUnderTheirStream() {
    Label label = label(new Label.ClassTarget("calm"));
    input.pipeInput(KEY, codecs.labels().encode("t.labels", label));
    assertThat(labels.last().key()).isEqualTo(CAMERA);
    assertThat(labels.last().value()).isEqualTo(label);
    assertThat(labels.last().timestamp()).isEqualTo(100);
    assertThat(rejected.isEmpty()).isTrue();
  }

  @Test
  void shouldRejectWhatIsNoLabel() throws Exception {
    byte[] good = codecs.labels().encode("t.labels", label(new Label.ClassTarget("calm")));
    reject(null, good, RejectReason.NULL_KEY);
    reject(KEY, null, RejectReason.NULL_VALUE);
    reject(KEY, new byte[] {1}, RejectReason.NOT_AVRO);
    reject(KEY, new byte[201], RejectReason.OVERSIZED);
    reject(KEY, codecs.frames().encode("t", Fixtures.frame()), RejectReason.WRONG_SCHEMA);
    reject(KEY, Arrays.copyOf(good, good.length - 1), RejectReason.TRUNCATED);
  }

  @Test
  void shouldRejectALabelThatContradictsItself() throws Exception {
    byte[] value = codecs.labels().encode("t.labels", label(new Label.ClassTarget("calm")));
    int end = AvroFormat.HEADER + 1;
    assertThat(value[end]).isEqualTo((byte) 18);
    byte[] empty = value.clone();
    empty[end] = 10;
    reject(KEY, empty, RejectReason.BAD_FIELD);
    byte[] nothing = {0, 0, 0, 0, value[4], 10, 18, 0, 0, 0, 0};
    reject(KEY, nothing, RejectReason.BAD_FIELD);
    byte[] notANumber = codecs.labels().encode("t.labels", label(new Label.ValueTarget(1)));
    notANumber[notANumber.length - 3] = 0x7f;
    notANumber[notANumber.length - 4] = (byte) 0xf8;
    reject(KEY, notANumber, RejectReason.BAD_FIELD);
  }
}
