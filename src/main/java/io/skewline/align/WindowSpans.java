// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.Item;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Windowing;
import io.skewline.modality.Frame;
import java.util.ArrayList;
import java.util.List;

/** The windows that a frame falls in, by increasing start. */
@FunctionalInterface
interface WindowSpans {

  List<Span> of(Frame frame);

  static WindowSpans by(Windowing windowing) {
    if (windowing instanceof Sliding sliding) {
      return sliding(sliding.size().toNanos() / 1000, sliding.hop().toNanos() / 1000);
    }
    if (windowing instanceof Item) {
      return frame ->
          List.of(
              new Span(
                  frame.eventTimeMicros(),
                  frame.eventTimeMicros() + Math.max(1, frame.durationMicros())));
    }
    throw new IllegalArgumentException("unknown windowing " + windowing);
  }

  private static WindowSpans sliding(long size, long hop) {
    return frame -> {
      long time = frame.eventTimeMicros();
      long last = Math.floorDiv(time, hop) * hop;
      if (size == hop) {
        return List.of(new Span(last, last + size));
      }
      List<Span> spans = new ArrayList<>((int) (size / hop) + 1);
      // Smallest n with n·hop + size > time.
      for (long start = Math.floorDiv(time - size, hop) * hop + hop; start <= last; start += hop) {
        spans.add(new Span(start, start + size));
      }
      return spans;
    };
  }
}
