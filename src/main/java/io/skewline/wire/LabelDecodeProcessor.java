// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Labels as {@link DecodeProcessor} does frames; labels are not in the frame ledger. */
public final class LabelDecodeProcessor implements Processor<byte[], byte[], Object, Object> {
  private final DecodeSettings settings;
  private final Codec<Label> labels;
  private final Rejections rejections;
  private final DecodeProcessor.Children children;
  private ProcessorContext<Object, Object> context;

  public LabelDecodeProcessor(
      DecodeSettings settings,
      Codecs codecs,
      String rejectedTopic,
      DecodeProcessor.Children children,
      Meters meters) {
    this.settings = settings;
    this.labels = codecs.labels();
    this.rejections =
        new Rejections(codecs.rejections(), rejectedTopic, settings.rejectedMaxBytes(), meters);
    this.children = children;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata where = context.recordMetadata().orElseThrow();
    try {
      settings.checkSize(record.value());
      Label label = labels.decode(where.topic(), record.key(), record.value());
      context.forward(new Record<>(label.stream(), label, record.timestamp()), children.accepted());
    } catch (WireException e) {
      children
          .rejected()
          .ifPresent(
              child ->
                  context.forward(rejections.reject(record, Origin.of(record, where), e), child));
    }
  }
}
