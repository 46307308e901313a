// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.train.score;

import io.skewline.modality.WindowId;

/**
 * How far the predictions of a stream have come, in event time.
 *
 * @param epoch the newest one
 * @param beganMicros end of the first window seen of it
 * @param timeMicros latest end of a window of it
 */
record StreamClock(long epoch, long beganMicros, long timeMicros) {
  static StreamClock at(WindowId window) {
    return new StreamClock(window.epoch(), window.endMicros(), window.endMicros());
  }

  /** Earlier epochs move nothing. */
  StreamClock seen(WindowId window) {
    if (window.epoch() > epoch) {
      return at(window);
    }
    return window.epoch() == epoch && window.endMicros() > timeMicros
        ? new StreamClock(epoch, beganMicros, window.endMicros())
        : this;
  }

  /** Windows of earlier epochs wait one horizon of the newest: other clocks say nothing of now. */
  boolean hasPassed(WindowId window, long horizonMicros) {
    return window.epoch() < epoch
        ? timeMicros - beganMicros > horizonMicros
        : window.endMicros() < timeMicros - horizonMicros;
  }
}
