// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
    return (int) longNumber();
  }

  long longNumber() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = buffer.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
  }

  String text(String usual) {
    return flag() ? usual : text();
  }

  String text() {
    byte[] utf8 = new byte[number()];
    buffer.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  long[] numbers() {
    long[] values = new long[number()];
    Arrays.setAll(values, i -> longNumber());
    return values;
  }

  float[] floats() {
    float[] values = new float[number()];
    buffer.asFloatBuffer().get(values);
    buffer.position(buffer.position() + values.length * Float.BYTES);
    return values;
  }

  double[] doubles() {
    double[] values = new double[number()];
    buffer.asDoubleBuffer().get(values);
    buffer.position(buffer.position() + values.length * Double.BYTES);
    return values;
  }
}
