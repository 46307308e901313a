// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.bench.align;

import io.skewline.bench.FrameFormat;
import io.skewline.modality.Frame;
import io.skewline.wire.WireException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Our codec as the DSL wants it. A value's serde does not see the key, so the stream is unnamed.
 */
final class FrameSerde {
  private static final byte[] UNNAMED = "-".getBytes(StandardCharsets.UTF_8);

  private FrameSerde() {}

  static Serde<Frame> of(FrameFormat codec) {
    return Serdes.serdeFrom(
        (topic, frame) -> frame == null ? null : codec.encode(topic, frame),
        (topic, bytes) -> bytes == null ? null : decode(codec, topic, bytes));
  }

  private static Frame decode(FrameFormat codec, String topic, byte[] bytes) {
    try {
      return codec.decode(topic, UNNAMED, bytes);
    } catch (WireException e) {
      throw new SerializationException(e);
    }
  }
}
