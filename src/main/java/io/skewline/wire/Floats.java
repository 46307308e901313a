// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.avro.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Float arrays as little-endian bytes, in bulk. */
final class Floats {
  private Floats() {}

  static ByteBuffer toBytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  static ByteBuffer toHalves(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(HalfFloats.fromFloat(value));
    }
    return bytes.flip();
  }

  /**
   * @throws WireException if the bytes are no whole number of floats
   */
  static float[] fromBytes(ByteBuffer bytes, DType dtype) throws WireException {
    int size = dtype == DType.FLOAT16 ? Short.BYTES : Float.BYTES;
    if (bytes.remaining() % size != 0) {
      throw new WireException(
          RejectReason.WRONG_WIDTH,
          bytes.remaining() + " bytes are no whole number of " + size + "-byte floats");
    }
    float[] values = new float[bytes.remaining() / size];
    ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (dtype == DType.FLOAT16) {
      int at = little.position();
      for (int i = 0; i < values.length; i++) {
        values[i] = HalfFloats.toFloat(little.getShort(at + 2 * i));
      }
    } else {
      little.asFloatBuffer().get(values);
    }
    return values;
  }
}
