// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.LabelledWindow;
import io.skewline.modality.StreamId;
import io.skewline.wire.Codec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** The emit node of the trainer: labelled windows to the bytes of the examples topic. */
public final class ExampleEmitProcessor
    extends ContextualProcessor<StreamId, LabelledWindow, byte[], byte[]> {
  private final Codec<LabelledWindow> codec;
  private final String topic;

  public ExampleEmitProcessor(Codec<LabelledWindow> codec, String topic) {
    this.codec = codec;
    this.topic = topic;
  }

  @Override
  public void process(Record<StreamId, LabelledWindow> record) {
    byte[] key = record.key().value().getBytes(StandardCharsets.UTF_8);
    byte[] value = codec.encode(topic, record.value());
    context().forward(record.withKey(key).withValue(value));
  }
}
