// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import io.skewline.avro.Layer;
import io.skewline.avro.ModalityFrame;
import io.skewline.modality.EndOfStream;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Frames and end-of-stream markers; the key is the stream id. */
final class FrameCodec implements Codec<StreamEvent> {
  private static final Schema SCHEMA = ModalityFrame.getClassSchema();

  private final AvroFormat<ModalityFrame> format;
  private final FrameReader reader = new FrameReader();
  private final DType dtype;

  FrameCodec(SchemaRegistry registry, DType dtype) {
    format = new AvroFormat<>(registry, SCHEMA);
    this.dtype = dtype;
  }

  @Override
  public byte[] encode(String topic, StreamEvent event) {
    return format.encode(
        topic, event instanceof EndOfStream end ? toAvro(end) : toAvro((Frame) event));
  }

  private static ModalityFrame toAvro(EndOfStream end) {
    return ModalityFrame.newBuilder()
        .setModality(end.modality().name())
        .setEventTime(Times.micros(end.eventTimeMicros()))
        .setSequence(0)
        .setSession(end.session().isEmpty() ? null : end.session())
        .setLayers(List.of())
        .setEndOfStream(true)
        .build();
  }

  private ModalityFrame toAvro(Frame frame) {
    LayerStack stack = frame.layers();
    List<Layer> layers = new ArrayList<>(stack.size());
    for (int i = 0; i < stack.size(); i++) {
      float[] values = stack.valuesAt(i);
      layers.add(
          new Layer(
              stack.indexAt(i),
              dtype,
              dtype == DType.FLOAT16 ? Floats.toHalves(values) : Floats.toBytes(values)));
    }
    return ModalityFrame.newBuilder()
        .setModality(frame.modality().name())
        .setEventTime(Times.micros(frame.eventTimeMicros()))
        .setSequence(frame.sequence())
        .setSession(frame.session().isEmpty() ? null : frame.session())
        .setDuration(frame.durationMicros() == 0 ? null : frame.durationMicros())
        .setLayers(layers)
        .build();
  }

  @Override
  public StreamEvent decode(String topic, byte[] key, byte[] value) throws WireException {
    StreamId stream = Keys.stream(key);
    AvroFormat.Source source = format.source(value);
    return source.fit() == SchemaFit.SAME
        ? reader.read(stream, value, AvroFormat.HEADER)
        : fromAvro(stream, format.decode(value, source));
  }

  /** Another version of the schema: resolved by Avro, field by field. */
  private static StreamEvent fromAvro(StreamId stream, ModalityFrame resolved)
      throws WireException {
    FrameParts frame = new FrameParts(resolved.getModality());
    frame.endOfStream = resolved.getEndOfStream();
    frame.eventTime = Times.micros(resolved.getEventTime());
    frame.sequence = resolved.getSequence();
    frame.session = LabelCodec.orEmpty(resolved.getSession());
    frame.duration = resolved.getDuration() == null ? 0 : resolved.getDuration();
    for (Layer layer : resolved.getLayers()) {
      frame.addLayer(layer.getIndex(), layer.getDtype(), layer.getValues());
    }
    return frame.build(stream);
  }
}
