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
 * @param explain whether every frame is remembered by sequence and event time until its end, to be
 *     told on the ledger topic
 * @param store where the bytes behind the live state are kept
 * @param changelog what stands there for a frame
 */
public record AlignSettings(
    List<AlignedModality> modalities,
    Windowing windowing,
    TimeMode time,
    Emission emission,
    boolean explain,
    StoreKind store,
    Changelog changelog,
    Timing timing,
    Limits limits) {
  /** A bit each. */
  public static final int MOST_MODALITIES = 64;

  public AlignSettings {
    modalities = List.copyOf(modalities);
    if (modalities.isEmpty() || modalities.size() > MOST_MODALITIES) {
      throw new IllegalArgumentException(
          "align takes 1 to " + MOST_MODALITIES + " modalities: " + modalities.size());
    }
    if (modalities.stream().map(AlignedModality::modality).distinct().count() < modalities.size()) {
      throw new IllegalArgumentException("a modality stands twice in " + modalities);
    }
    if (windowing instanceof Nearest nearest
        && modalities.stream().noneMatch(m -> m.modality().equals(nearest.anchor()))) {
      throw new IllegalArgumentException(
          "align: the anchor " + nearest.anchor() + " is none of " + modalities);
    }
    if (emission == Emission.EAGER && (time == TimeMode.REPLAY || windowing instanceof Nearest)) {
      throw new IllegalArgumentException("align: eager goes with live windows only");
    }
  }

  /** Live, final verdicts only, in memory. */
  public static AlignSettings live(
      List<AlignedModality> modalities, Windowing windowing, Timing timing, Limits limits) {
    return new AlignSettings(
        modalities,
        windowing,
        TimeMode.LIVE,
        Emission.FINAL,
        false,
        StoreKind.MEMORY,
        Changelog.OFFSETS,
        timing,
        limits);
  }

  /** For an application that has no use for early verdicts and writes no ledger topic. */
  public AlignSettings finalOnly() {
    return new AlignSettings(
        modalities, windowing, time, Emission.FINAL, false, store, changelog, timing, limits);
  }

  /** For what has been recorded: no wall clock, no disk. */
  public AlignSettings recorded() {
    return new AlignSettings(
        modalities,
        windowing,
        TimeMode.REPLAY,
        Emission.FINAL,
        false,
        StoreKind.MEMORY,
        Changelog.FRAMES,
        timing,
        limits);
  }

  /** Whether how many frames end with a window is more than what its pools hold. */
  boolean keepsCohorts() {
    return explain || overlaps();
  }

  /** Whether a frame may be in several windows. */
  boolean overlaps() {
    return windowing instanceof Sliding sliding && !sliding.size().equals(sliding.hop());
  }

  public List<Modality> names() {
    return modalities.stream().map(AlignedModality::modality).toList();
  }

  /** What moves time. */
  public enum TimeMode {
    /** Event time and, for what is silent, the wall clock. */
    LIVE,
    /** Event time alone: the same topics give the same verdicts, byte for byte. */
    REPLAY
  }

  /** How often a window gets a verdict. */
  public enum Emission {
    /** Once, when it closes. */
    FINAL,
    /** Also when the first modality has passed its end; then once more, as a correction. */
    EAGER
  }

  /** Where the store's bytes are. */
  public enum StoreKind {
    MEMORY,
    ROCKSDB
  }

  /** What stands in the changelog for a frame that has been pooled with few others, or none. */
  public enum Changelog {
    /** The frame, or the sums of the pool: a restart needs nothing but the changelog. */
    FRAMES,
    /** Where its topic has it: a restart reads it there again. */
    OFFSETS
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

  /**
   * Each anchor frame with the nearest frame of every other modality, at most {@code tolerance}
   * away, each frame used at most once.
   */
  public record Nearest(Modality anchor, Duration tolerance) implements Windowing {
    public Nearest {
      notNegative("tolerance", tolerance);
    }
  }

  /**
   * @param deadline D: how long a window waits, beyond its own end, for a silent modality
   * @param idle a stream without frames for so long, wall clock, is closed and evicted
   * @param maxBack a modality that jumps back further than this begins a new epoch
   * @param retention how long an evicted stream is remembered
   * @param punctuation how often deadlines are looked at, in wall-clock time
   */
  public record Timing(
      Duration deadline,
      Duration idle,
      Duration maxBack,
      Duration retention,
      Duration punctuation) {
    public Timing {
      notNegative("deadline", deadline);
      positive("idle", idle);
      notNegative("maxBack", maxBack);
      notNegative("retention", retention);
      positive("punctuation", punctuation);
    }
  }

  /** Bounds of the state; what is over a bound ends as {@code overflow}. */
  public record Limits(
      int framesPerWindow, int windowsPerStream, int streamsPerTask, long bytesPerTask) {
    public Limits {
      if (framesPerWindow < 1 || windowsPerStream < 1 || streamsPerTask < 1 || bytesPerTask < 1) {
        throw new IllegalArgumentException(
            "align: every limit must be 1 or more: %d frames, %d windows, %d streams, %d bytes"
                .formatted(framesPerWindow, windowsPerStream, streamsPerTask, bytesPerTask));
      }
    }
  }
}
