// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
  private final ByteBuffer buffer;

  StateReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  boolean more() {
    return buffer.hasRemaining();
  }

  boolean flag() {
    return buffer.get() != 0;
  }

  int small() {
    return buffer.get();
  }

  int number() {
    return buffer.getInt();
  }

  long longNumber() {
    return buffer.getLong();
  }

  String text() {
    byte[] utf8 = new byte[buffer.getInt()];
    buffer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  long[] numbers() {
    long[] values = new long[buffer.getInt()];
    buffer.asLongBuffer().get(values);
    buffer.position(buffer.position() + values.length * Long.BYTES);
    return values;
  }

  float[] floats() {
    float[] values = new float[buffer.getInt()];
    buffer.asFloatBuffer().get(values);
    buffer.position(buffer.position() + values.length * Float.BYTES);
    return values;
  }

  double[] doubles() {
    double[] values = new double[buffer.getInt()];
    buffer.asDoubleBuffer().get(values);
    buffer.position(buffer.position() + values.length * Double.BYTES);
    return values;
  }
}
