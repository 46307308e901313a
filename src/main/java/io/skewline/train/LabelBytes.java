// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train;

import io.skewline.modality.Label;
import io.skewline.modality.Label.ClassTarget;
import io.skewline.modality.Label.ValueTarget;
import io.skewline.modality.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A label as the key of a state entry: the same label is always the same bytes. */
final class LabelBytes {
  private LabelBytes() {}

  static byte[] write(Label label) {
    String target =
        label.target() instanceof ClassTarget named
            ? "c" + named.name()
            : "v" + Double.toString(((ValueTarget) label.target()).value());
    byte[][] texts = {
      utf8(label.stream().value()), utf8(target), utf8(label.split()), utf8(label.group())
    };
    int size = 2 * Long.BYTES;
    for (byte[] text : texts) {
      size += Integer.BYTES + text.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.putLong(label.startMicros()).putLong(label.endMicros());
    for (byte[] text : texts) {
      bytes.putInt(text.length).put(text);
    }
    return bytes.array();
  }

  static Label read(byte[] key) {
    ByteBuffer bytes = ByteBuffer.wrap(key);
    long start = bytes.getLong();
    long end = bytes.getLong();
    StreamId stream = new StreamId(text(bytes));
    String target = text(bytes);
    return new Label(
        stream,
        start,
        end,
        target.startsWith("c")
            ? new ClassTarget(target.substring(1))
            : new ValueTarget(Double.parseDouble(target.substring(1))),
        text(bytes),
        text(bytes));
  }

  /** Sorts before every label that ends at the given time. */
  static Label sentinel(StreamId stream, long endMicros) {
    return new Label(stream, Long.MIN_VALUE, endMicros, new ValueTarget(0), "", "");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
