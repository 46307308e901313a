// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import io.skewline.avro.LabelledExample;
import io.skewline.avro.PooledFrames;
import io.skewline.avro.PooledLayer;
import io.skewline.modality.AlignedWindow;
import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.PooledModality;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Labelled windows; the key is the stream id. */
final class ExampleCodec implements Codec<LabelledWindow> {
  private final AvroFormat<LabelledExample> format;

  ExampleCodec(SchemaRegistry registry) {
    format = new AvroFormat<>(registry, LabelledExample.getClassSchema());
  }

  @Override
  public byte[] encode(String topic, LabelledWindow example) {
    AlignedWindow window = example.window();
    List<PooledFrames> modalities = new ArrayList<>();
    window.present().forEach((modality, pooled) -> modalities.add(toAvro(modality, pooled)));
    return format.encode(
        topic,
        LabelledExample.newBuilder()
            .setEpoch(window.id().epoch())
            .setStart(Times.micros(window.id().startMicros()))
            .setEnd(Times.micros(window.id().endMicros()))
            .setSession(window.session())
            .setModalities(modalities)
            .setClassName(LabelCodec.className(example.target()))
            .setValue(LabelCodec.value(example.target()))
            .setSplit(LabelCodec.orNull(example.split()))
            .setGroup(LabelCodec.orNull(example.group()))
            .build());
  }

  private static PooledFrames toAvro(Modality modality, PooledModality pooled) {
    LayerStack stack = pooled.layers();
    List<PooledLayer> layers = new ArrayList<>(stack.size());
    for (int i = 0; i < stack.size(); i++) {
      layers.add(new PooledLayer(stack.indexAt(i), Floats.toBytes(stack.valuesAt(i))));
    }
    return new PooledFrames(
        modality.name(), pooled.frames(), Times.micros(pooled.meanEventTimeMicros()), layers);
  }

  @Override
  public LabelledWindow decode(String topic, byte[] key, byte[] value) throws WireException {
    StreamId stream = Keys.stream(key);
    LabelledExample example = format.decode(value);
    try {
      return fromAvro(stream, example);
    } catch (IllegalArgumentException e) {
      throw new WireException(RejectReason.BAD_FIELD, e.getMessage());
    }
  }

  private static LabelledWindow fromAvro(StreamId stream, LabelledExample example)
      throws WireException {
    Map<Modality, PooledModality> present = new TreeMap<>();
    for (PooledFrames frames : example.getModalities()) {
      present.put(
          new Modality(frames.getModality()),
          new PooledModality(
              stack(frames.getLayers()),
              frames.getFrames(),
              Times.micros(frames.getMeanEventTime())));
    }
    WindowId id =
        new WindowId(
            stream,
            example.getEpoch(),
            Times.micros(example.getStart()),
            Times.micros(example.getEnd()));
    return new LabelledWindow(
        new AlignedWindow(id, example.getSession(), present),
        LabelCodec.target(example.getClassName(), example.getValue()),
        LabelCodec.orEmpty(example.getSplit()),
        LabelCodec.orEmpty(example.getGroup()));
  }

  private static LayerStack stack(List<PooledLayer> layers) throws WireException {
    int[] indices = new int[layers.size()];
    float[][] values = new float[layers.size()][];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = layers.get(i).getIndex();
      values[i] = Floats.fromBytes(layers.get(i).getValues(), DType.FLOAT32);
    }
    return LayerStack.of(indices, values);
  }
}
