// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.fusion.Prediction;
import io.skewline.ledger.Meters;
import io.skewline.modality.StreamId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Predictions as {@link DecodeProcessor} does frames, for who holds them against labels. */
public final class PredictionDecodeProcessor implements Processor<byte[], byte[], Object, Object> {
  private final Codec<Prediction> predictions;
  private final Rejections rejections;
  private final String accepted;
  private final String rejected;
  private ProcessorContext<Object, Object> context;

  /**
   * @param accepted the node that takes predictions, by {@link StreamId}
   * @param rejected the node that takes rejections
   */
  public PredictionDecodeProcessor(
      DecodeSettings settings,
      Codecs codecs,
      String rejectedTopic,
      String accepted,
      String rejected,
      Meters meters) {
    this.predictions = codecs.predictions();
    this.rejections =
        new Rejections(codecs.rejections(), rejectedTopic, settings.rejectedMaxBytes(), meters);
    this.accepted = accepted;
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
      Prediction prediction = predictions.decode(where.topic(), record.key(), record.value());
      context.forward(
          new Record<>(prediction.window().stream(), prediction, record.timestamp()), accepted);
    } catch (WireException e) {
      context.forward(rejections.reject(record, Origin.of(record, where), e), rejected);
    }
  }
}
