// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network.fit;

import io.skewline.network.blas.NativeFloats;
import org.bytedeco.javacpp.FloatPointer;

/** The same floats twice: on the heap for loops, in native memory for sgemm; copied by hand. */
final class Twin implements AutoCloseable {
  final float[] heap;
  private final NativeFloats memory;

  Twin(int size) {
    heap = new float[size];
    memory = new NativeFloats(size);
  }

  FloatPointer pointer() {
    return memory.pointer();
  }

  FloatPointer pointer(int offset) {
    return memory.pointer(offset);
  }

  /** Heap to native memory, the first {@code n} floats. */
  void push(int n) {
    memory.put(0, heap, 0, n);
  }

  /** Native memory to heap. */
  void pull(int n) {
    memory.get(0, heap, 0, n);
  }

  /** Writes to native memory only. */
  void put(int offset, float[] values) {
    memory.put(offset, values);
  }

  @Override
  public void close() {
    memory.close();
  }
}
