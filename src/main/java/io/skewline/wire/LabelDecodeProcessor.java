// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.ledger.Meters;
import io.skewline.modality.Label;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Labels as {@link DecodeProcessor} does frames; labels are not in the frame ledger. */
public final class LabelDecodeProcessor implements Processor<byte[], byte[], Object, Object> {
  private final DecodeSettings settings;
  private final Codec<Label> labels;
  private final Rejections rejections;
  private final List<String> accepted;
  private final String rejected;
  private ProcessorContext<Object, Object> context;

  /**
   * @param accepted the nodes that take labels, each of them all
   * @param rejected the node that takes rejections
   */
  public LabelDecodeProcessor(
      DecodeSettings settings,
      Codecs codecs,
      String rejectedTopic,
      List<String> accepted,
      String rejected,
      Meters meters) {
    this.settings = settings;
    this.labels = codecs.labels();
    this.rejections =
        new Rejections(codecs.rejections(), rejectedTopic, settings.rejectedMaxBytes(), meters);
    this.accepted = List.copyOf(accepted);
    this.rejected = rejected;
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
      Record<Object, Object> one = new Record<>(label.stream(), label, record.timestamp());
      accepted.forEach(node -> context.forward(one, node));
    } catch (WireException e) {
      context.forward(rejections.reject(record, Origin.of(record, where), e), rejected);
    }
  }
}
