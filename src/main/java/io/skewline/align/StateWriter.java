// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes entries of the align store into one buffer, used again and again. One thread. */
final class StateWriter {
  private static final int LONGEST_NUMBER = 10;

  private ByteBuffer buffer = ByteBuffer.allocate(4096);

  StateWriter begin() {
    buffer.clear();
    return this;
  }

  byte[] end() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int used = buffer.position();
      int size = Math.max(2 * buffer.capacity(), Math.addExact(used, bytes));
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(used);
    }
    return buffer;
  }

  StateWriter flag(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
    return this;
  }

  StateWriter small(int value) {
    room(1).put((byte) value);
    return this;
  }

  /** In as few bytes as it needs, small negative ones too: most numbers in here are small. */
  StateWriter number(long value) {
    ByteBuffer to = room(LONGEST_NUMBER);
    long left = value << 1 ^ value >> 63;
    while ((left & ~0x7FL) != 0) {
      to.put((byte) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    to.put((byte) left);
    return this;
  }

  /** UTF-8 of any length: keys and sessions come from outside. */
  StateWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    room(utf8.length).put(utf8);
    return this;
  }

  /**
   * @param usual what it mostly is, and is then left out
   */
  StateWriter text(String text, String usual) {
    boolean asUsual = text.equals(usual);
    flag(asUsual);
    return asUsual ? this : text(text);
  }

  StateWriter numbers(long[] values, int count) {
    number(count);
    for (int i = 0; i < count; i++) {
      number(values[i]);
    }
    return this;
  }

  StateWriter floats(float[] values) {
    number(values.length);
    int bytes = values.length * Float.BYTES;
    room(bytes).asFloatBuffer().put(values);
    buffer.position(buffer.position() + bytes);
    return this;
  }

  StateWriter doubles(double[] values) {
    number(values.length);
    int bytes = values.length * Double.BYTES;
    room(bytes).asDoubleBuffer().put(values);
    buffer.position(buffer.position() + bytes);
    return this;
  }
}
