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
    long duration = event instanceof Frame frame ? frame.durationMicros() : 0;
    if (event.eventTimeMicros() > DecodeSettings.END_OF_TIME - duration) {
      throw new WireException(
          RejectReason.BAD_FIELD,
          "eventTime + duration = %d + %d µs, at most %d"
              .formatted(event.eventTimeMicros(), duration, DecodeSettings.END_OF_TIME));
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
    // NaN passes through max, and infinity is above all others: one pass without branches, which
    // the compiler turns into vector instructions, says whether any of them is there.
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (!(largest <= Float.MAX_VALUE)) {
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
    throw new IllegalStateException("no value is NaN or infinite");
  }
}
