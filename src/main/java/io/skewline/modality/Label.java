// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.modality;

import java.util.Optional;

/**
 * What is true of a stream during an interval.
 *
 * @param startMicros inclusive, microseconds since the Unix epoch
 * @param endMicros exclusive
 * @param target the class or the value
 * @param split {@code train}, {@code val} (only ever reported) or empty: the trainer decides
 * @param group what no split may share beside the stream, e.g. a speaker; empty if nothing
 */
public record Label(
    StreamId stream, long startMicros, long endMicros, Target target, String split, String group) {
  public Label {
    if (endMicros <= startMicros) {
      throw new IllegalArgumentException(
          "label ends at " + endMicros + ", starts at " + startMicros);
    }
    if (!split.isEmpty() && !split.equals("train") && !split.equals("val")) {
      throw new IllegalArgumentException("split must be train, val or empty: was '" + split + "'");
    }
  }

  /** Either a class name (classification) or a number (regression). */
  public sealed interface Target {}

  public record ClassTarget(String name) implements Target {
    public ClassTarget {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("class name is empty");
      }
    }
  }

  public record ValueTarget(double value) implements Target {
    public ValueTarget {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("label value must be finite: " + value);
      }
    }
  }

  public Optional<String> className() {
    return target instanceof ClassTarget c ? Optional.of(c.name()) : Optional.empty();
  }
}
