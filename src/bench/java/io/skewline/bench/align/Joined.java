// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.modality.LayerStack;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What every contestant says of what it joined: small, but nothing of the input can be left out.
 *
 * @param startMillis event time of the window, or of the audio frame
 * @param audio frames joined
 * @param video frames joined
 * @param mean over both modalities and all values
 */
record Joined(long startMillis, int audio, int video, float mean) {
  private static final int BYTES = Long.BYTES + 2 * Integer.BYTES + Float.BYTES;

  static float mean(LayerStack layers) {
    return mean(layers.valuesAt(0), 1);
  }

  /** Of a sum of so many vectors. */
  static float mean(float[] sum, int vectors) {
    double total = 0;
    for (float value : sum) {
      total += value;
    }
    return (float) (total / sum.length / vectors);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(startMillis)
        .putInt(audio)
        .putInt(video)
        .putFloat(mean)
        .array();
  }

  static Joined of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Joined(in.getLong(), in.getInt(), in.getInt(), in.getFloat());
  }

  static Serde<Joined> serde() {
    Deserializer<Joined> reader = (topic, bytes) -> of(bytes);
    return Serdes.serdeFrom((topic, joined) -> joined == null ? null : joined.toBytes(), reader);
  }
}
