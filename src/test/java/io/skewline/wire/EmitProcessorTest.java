// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Prediction;
import io.skewline.modality.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class EmitProcessorTest {
  private final Codecs codecs = new Codecs(Fixtures.registry());

  @Test
  void shouldWritePredictionsUnderTheirStreamAtTheTimeTheyCarry() throws Exception {
    EmitProcessor<Prediction> emit = new EmitProcessor<>(codecs.predictions(), "t.predictions");
    MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    emit.init(context);
    long end = CodecsTest.WINDOW.endMicros() / 1_000;
    emit.process(new Record<>(new StreamId("kamera-ä"), CodecsTest.FUSED, end));
    Record<? extends byte[], ? extends byte[]> record = context.forwarded().get(0).record();
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("kamera-ä");
    assertThat(record.timestamp()).isEqualTo(end);
    Prediction read = codecs.predictions().decode("t.predictions", record.key(), record.value());
    assertThat(read.window().stream()).isEqualTo(new StreamId("kamera-ä"));
    assertThat(read.verdict()).isEqualTo(CodecsTest.FUSED.verdict());
  }

  @Test
  void shouldNeverExtractANegativeTime() {
    SafeTimestampExtractor extractor = new SafeTimestampExtractor();
    assertThat(extractor.extract(at(17), 5)).isEqualTo(17);
    assertThat(extractor.extract(at(-1), 5)).isEqualTo(5);
    assertThat(extractor.extract(at(-1), -1)).isZero();
    assertThat(extractor.extract(at(Long.MIN_VALUE), Long.MIN_VALUE)).isZero();
  }

  private static ConsumerRecord<Object, Object> at(long timestamp) {
    return new ConsumerRecord<>(
        "t",
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        "k",
        "v",
        new RecordHeaders(),
        Optional.empty());
  }
}
