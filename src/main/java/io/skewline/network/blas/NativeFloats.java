// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.blas;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A stretch of native floats, zeroed at first. Not synchronised: one thread writes at a time. Using
 * it after {@link #close} crashes the process, so its owner closes it last.
 */
public final class NativeFloats implements AutoCloseable {
  private final FloatPointer pointer;
  private final FloatBuffer buffer;

  /**
   * @param size in floats, at least 1 is allocated
   */
  public NativeFloats(int size) {
    pointer = new FloatPointer(Math.max(1, size));
    buffer = pointer.asBuffer();
    put(0, new float[buffer.capacity()]);
  }

  public static NativeFloats of(float[] values) {
    NativeFloats floats = new NativeFloats(values.length);
    floats.put(0, values);
    return floats;
  }

  /** The first float: build it once, it costs an allocation. */
  public FloatPointer pointer() {
    return pointer;
  }

  /** A view from {@code offset} on, valid until {@link #close}. */
  public FloatPointer pointer(int offset) {
    return pointer.getPointer(offset);
  }

  public void put(int offset, float[] values) {
    buffer.put(offset, values);
  }

  public void put(int offset, float[] values, int from, int count) {
    buffer.put(offset, values, from, count);
  }

  public void get(int offset, float[] values, int from, int count) {
    buffer.get(offset, values, from, count);
  }

  @Override
  public void close() {
    pointer.deallocate();
  }
}
