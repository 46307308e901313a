// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

/** [start, end) in event time, microseconds; ordered by end, then start. */
record Span(long startMicros, long endMicros) implements Comparable<Span> {
  @Override
  public int compareTo(Span other) {
    int order = Long.compare(endMicros, other.endMicros);
    return order != 0 ? order : Long.compare(startMicros, other.startMicros);
  }
}
