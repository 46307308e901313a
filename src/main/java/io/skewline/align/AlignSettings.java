// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.List;

/**
 * The {@code align} section of the topology file.
 *
 * @param modalities in the order of the topology file
 * @param deadline D: how long a window waits, beyond its own end, for a silent modality
 * @param maxBack a modality that jumps back further than this begins a new epoch
 * @param retention how long an evicted stream is remembered
 * @param punctuation how often deadlines are looked at, in wall-clock time
 */
public record AlignSettings(
    List<AlignedModality> modalities,
    Windowing windowing,
    Duration deadline,
    Duration maxBack,
    Duration retention,
    Duration punctuation,
    Limits limits) {
  public AlignSettings {
    modalities = List.copyOf(modalities);
    if (modalities.isEmpty()) {
      throw new IllegalArgumentException("align needs one modality or more");
    }
    if (modalities.stream().map(AlignedModality::modality).distinct().count() < modalities.size()) {
      throw new IllegalArgumentException("a modality stands twice in " + modalities);
    }
    notNegative("deadline", deadline);
    notNegative("maxBack", maxBack);
    notNegative("retention", retention);
    positive("punctuation", punctuation);
  }

  private static void notNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("align: " + what + " is negative: " + duration);
    }
  }

  private static void positive(String what, Duration duration) {
    if (duration.toNanos() < 1_000) {
      throw new IllegalArgumentException("align: " + what + " must be 1 µs or more: " + duration);
    }
  }

  /**
   * @param lateness how far a frame may lag behind the newest of its modality
   * @param required a window that lacks it is dropped as unpaired
   */
  public record AlignedModality(Modality modality, Duration lateness, boolean required) {
    public AlignedModality {
      notNegative("lateness of " + modality, lateness);
    }
  }

  /** How event time is cut. */
  public sealed interface Windowing {}

  /** Windows [n·hop, n·hop + size); tumbling where hop = size. */
  public record Sliding(Duration size, Duration hop) implements Windowing {
    public Sliding {
      positive("hop", hop);
      if (hop.compareTo(size) > 0) {
        throw new IllegalArgumentException(
            "align: hop " + hop + " is longer than size " + size + ": frames would fall between");
      }
    }
  }

  /** A window is the interval [eventTime, eventTime + duration) that its frames carry. */
  public record Item() implements Windowing {}

  /** Bounds of the state; what is over a bound ends as {@code overflow}. */
  public record Limits(int framesPerWindow, int windowsPerStream, int streamsPerTask) {
    public Limits {
      if (framesPerWindow < 1 || windowsPerStream < 1 || streamsPerTask < 1) {
        throw new IllegalArgumentException(
            "align: every limit must be 1 or more: %d frames, %d windows, %d streams"
                .formatted(framesPerWindow, windowsPerStream, streamsPerTask));
      }
    }
  }
}
