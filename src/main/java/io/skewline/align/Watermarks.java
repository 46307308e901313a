// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * The watermark of a modality of a stream: its newest event time less its allowed lateness,
 * microseconds. A frame before it is late by its own modality's clock.
 */
final class Watermarks {
  /** After the end-of-stream marker. */
  static final long PASSED_ALL = Long.MAX_VALUE;

  private final List<Modality> modalities;
  private final long[] latenessMicros;

  Watermarks(AlignSettings settings) {
    modalities = settings.names();
    latenessMicros =
        settings.modalities().stream()
            .map(AlignedModality::lateness)
            .mapToLong(lateness -> lateness.toNanos() / 1000)
            .toArray();
  }

  long of(StreamState stream, int modality) {
    if (stream.ended[modality]) {
      return PASSED_ALL;
    }
    long newest = stream.newest[modality];
    return newest == StreamState.NONE ? newest : newest - latenessMicros[modality];
  }

  /** What every modality has passed. */
  long lowest(StreamState stream) {
    long lowest = PASSED_ALL;
    for (int m = 0; m < latenessMicros.length; m++) {
      lowest = Math.min(lowest, of(stream, m));
    }
    return lowest;
  }

  /** The newest event time of any modality. */
  long newest(StreamState stream) {
    long newest = StreamState.NONE;
    for (int m = 0; m < latenessMicros.length; m++) {
      newest = Math.max(newest, stream.ended[m] ? PASSED_ALL : stream.newest[m]);
    }
    return newest;
  }

  /** The modalities that have not passed a time. */
  List<Modality> silent(StreamState stream, long micros) {
    List<Modality> silent = new ArrayList<>();
    for (int m = 0; m < latenessMicros.length; m++) {
      if (of(stream, m) < micros) {
        silent.add(modalities.get(m));
      }
    }
    return silent;
  }
}
