// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.ModalitySpec;
import io.skewline.modality.StreamEvent;

/** What a decoded frame or marker must satisfy beyond being one. */
final class FrameChecks {
  private FrameChecks() {}

  static void check(StreamEvent event, ModalitySpec spec, long latestMicros) throws WireException {
    if (!event.modality().equals(spec.modality())) {
      throw new WireException(
          RejectReason.WRONG_MODALITY,
          "modality " + event.modality() + " on the topic of " + spec.modality());
    }
    if (event.eventTimeMicros() > latestMicros) {
      throw new WireException(
          RejectReason.FUTURE_TIME,
          "eventTime "
              + event.eventTimeMicros()
              + " µs is beyond wall clock + align.maxAhead = "
              + latestMicros
              + " µs");
    }
    if (event instanceof Frame frame) {
      check(frame.layers(), spec);
    }
  }

  private static void check(LayerStack stack, ModalitySpec spec) throws WireException {
    for (int i = 0; i < stack.size(); i++) {
      check(stack.indexAt(i), stack.valuesAt(i), spec);
    }
  }

  private static void check(int layer, float[] values, ModalitySpec spec) throws WireException {
    if (layer > spec.layers()) {
      throw new WireException(
          RejectReason.WRONG_LAYER,
          "layer " + layer + " of " + spec.modality() + ", which has 1.." + spec.layers());
    }
    if (values.length != spec.width()) {
      throw new WireException(
          RejectReason.WRONG_WIDTH,
          "layer " + layer + " has " + values.length + " values, expected " + spec.width());
    }
    if (!finite(values)) {
      throw notFinite(layer, values);
    }
  }

  /**
   * Zero times a value is zero unless it is infinite or NaN, and NaN stays in every sum. Four sums
   * that do not wait for each other, without branches: a third of the time of a maximum.
   */
  private static boolean finite(float[] values) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      a += 0 * values[i];
      b += 0 * values[i + 1];
      c += 0 * values[i + 2];
      d += 0 * values[i + 3];
    }
    for (; i < values.length; i++) {
      a += 0 * values[i];
    }
    return a + b + c + d == 0;
  }

  private static WireException notFinite(int layer, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return new WireException(
            Float.isNaN(values[i]) ? RejectReason.NOT_A_NUMBER : RejectReason.INFINITE,
            "layer " + layer + ", value " + i + " is " + values[i]);
      }
    }
    throw new IllegalStateException("no value is NaN or infinite");
  }
}
