// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.modality.LayerStack;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** The aggregate of peer (b): a running sum of vectors. */
record Sum(float[] values, int frames) {

  static Sum none() {
    return new Sum(new float[0], 0);
  }

  /** Adds in place: the aggregate was read from its store for this. */
  Sum plus(LayerStack layers) {
    float[] added = layers.valuesAt(0);
    if (frames == 0) {
      return new Sum(added, 1);
    }
    for (int i = 0; i < added.length; i++) {
      values[i] += added[i];
    }
    return new Sum(values, frames + 1);
  }

  float mean() {
    return Joined.mean(values, frames);
  }

  static Serde<Sum> serde() {
    Serializer<Sum> writer = (topic, sum) -> sum == null ? null : toBytes(sum);
    Deserializer<Sum> reader = (topic, bytes) -> bytes == null ? null : of(bytes);
    return Serdes.serdeFrom(writer, reader);
  }

  private static byte[] toBytes(Sum sum) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + sum.values.length * Float.BYTES);
    bytes.putInt(sum.frames).asFloatBuffer().put(sum.values);
    return bytes.array();
  }

  private static Sum of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int frames = in.getInt();
    float[] values = new float[in.remaining() / Float.BYTES];
    in.asFloatBuffer().get(values);
    return new Sum(values, frames);
  }
}
