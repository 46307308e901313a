// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.wire;

import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.ModalitySpec;

/** What a decoded frame must satisfy beyond being one. */
final class FrameChecks {
  private FrameChecks() {}

  static void check(Frame frame, ModalitySpec spec, long latestMicros) throws WireException {
    if (!frame.modality().equals(spec.modality())) {
      throw new WireException(
          RejectReason.WRONG_MODALITY,
          "modality " + frame.modality() + " on the topic of " + spec.modality());
    }
    if (frame.eventTimeMicros() > latestMicros) {
      throw new WireException(
          RejectReason.FUTURE_TIME,
          "eventTime "
              + frame.eventTimeMicros()
              + " µs is beyond wall clock + align.maxAhead = "
              + latestMicros
              + " µs");
    }
    LayerStack stack = frame.layers();
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
    // Infinity and NaN are the floats whose exponent bits are all ones; v − v is 0 for the others,
    // so one pass without branches finds whether any is there.
    float sum = 0;
    for (float value : values) {
      sum += value - value;
    }
    if (sum != 0) {
      throw notFinite(layer, values);
    }
  }

  private static WireException notFinite(int layer, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return new WireException(
            Float.isNaN(values[i]) ? RejectReason.NOT_A_NUMBER : RejectReason.INFINITE,
            "layer " + layer + ", value " + i + " is " + values[i]);
      }
    }
    throw new IllegalStateException("a sum of zeros is zero");
  }
}
