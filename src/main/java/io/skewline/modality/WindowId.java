// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

/**
 * Names one window of one stream: [start, end) in event time, microseconds since the Unix epoch.
 *
 * @param epoch counts the stretches of the stream with consistent clocks, from 0
 */
public record WindowId(StreamId stream, long epoch, long startMicros, long endMicros)
    implements Comparable<WindowId> {
  public WindowId {
    if (endMicros <= startMicros) {
      throw new IllegalArgumentException(
          "window ends at " + endMicros + ", starts at " + startMicros);
    }
  }

  /** By stream, epoch, end, start: the order in which windows of one stream fall due. */
  @Override
  public int compareTo(WindowId other) {
    int order = stream.compareTo(other.stream);
    order = order != 0 ? order : Long.compare(epoch, other.epoch);
    order = order != 0 ? order : Long.compare(endMicros, other.endMicros);
    return order != 0 ? order : Long.compare(startMicros, other.startMicros);
  }
}
