// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.learn.online;

import io.skewline.modality.LabelledWindow;
import io.skewline.modality.LayerStack;
import io.skewline.modality.PooledModality;

/**
 * An example in the buffer.
 *
 * @param arrival its number among all examples, from 0
 * @param bytes that it counts for
 */
record Held(LabelledWindow example, long arrival, long bytes) {
  /** Objects and texts around the vectors, about. */
  private static final long AROUND = 512;

  /** The header of a vector and the reference to it. */
  private static final long PER_VECTOR = 24;

  static Held of(LabelledWindow example, long arrival) {
    return new Held(example, arrival, bytes(example));
  }

  private static long bytes(LabelledWindow example) {
    long bytes = AROUND;
    for (PooledModality pooled : example.window().present().values()) {
      LayerStack stack = pooled.layers();
      for (int i = 0; i < stack.size(); i++) {
        bytes += PER_VECTOR + (long) Float.BYTES * stack.valuesAt(i).length;
      }
    }
    return bytes;
  }
}
