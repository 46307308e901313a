// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.StreamId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The emit node: values to bytes for the sink behind it, keyed by the stream id. */
public final class EmitProcessor<T> implements Processor<StreamId, T, byte[], byte[]> {
  private final Codec<T> codec;
  private final String topic;
  private ProcessorContext<byte[], byte[]> context;

  public EmitProcessor(Codec<T> codec, String topic) {
    this.codec = codec;
    this.topic = topic;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<StreamId, T> record) {
    context.forward(
        new Record<>(
            Keys.of(record.key()), codec.encode(topic, record.value()), record.timestamp()));
  }
}
