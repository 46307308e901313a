// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import io.skewline.align.AlignSettings;
import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Item;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Nearest;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.align.AlignSettings.Windowing;
import io.skewline.modality.Modality;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One cell of the matrix: one modality of a stream is in trouble, the others come as they should.
 */
record MatrixCell(int modalities, Cut cut, int affected, Trouble trouble) {
  static final long DEADLINE = 300;
  static final long TICK = 20;
  static final long LATENESS = 50;
  static final long SIZE = 1_000;
  static final long TOLERANCE = 40;
  private static final List<Modality> NAMES =
      List.of("video", "audio", "text", "image").stream().map(Modality::new).toList();

  /** How event time is cut. */
  enum Cut {
    TUMBLING,
    HOPPING,
    ITEM,
    NEAREST;

    long hop() {
      return this == HOPPING ? SIZE / 2 : SIZE;
    }

    /** Between two frames, milliseconds. */
    long period() {
      return this == ITEM ? 500 : 100;
    }
  }

  /** What is wrong with a modality. */
  enum Trouble {
    /** Nothing comes any more. */
    SILENT,
    /** Everything comes three seconds late. */
    SLOW,
    /** Everything comes in bursts. */
    BURSTY,
    /** Silent for a second, then there in a new session. */
    RESTARTED,
    /** There and away in turn. */
    FLAPPING
  }

  List<Modality> names() {
    return NAMES.subList(0, modalities);
  }

  Modality inTrouble() {
    return NAMES.get(affected);
  }

  AlignSettings align() {
    Windowing windowing =
        switch (cut) {
          case TUMBLING, HOPPING ->
              new Sliding(Duration.ofMillis(SIZE), Duration.ofMillis(cut.hop()));
          case ITEM -> new Item();
          case NEAREST -> new Nearest(NAMES.get(0), Duration.ofMillis(TOLERANCE));
        };
    return AlignSettings.live(
        names().stream()
            .map(m -> new AlignedModality(m, Duration.ofMillis(LATENESS), false))
            .toList(),
        windowing,
        new Timing(
            Duration.ofMillis(DEADLINE),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofMillis(TICK)),
        new Limits(1_000, 1_000, 10, 1 << 30));
  }

  FuseSettings fuse() {
    return new FuseSettings(names(), Set.of(), 8, Duration.ZERO);
  }

  @Override
  public String toString() {
    return "%d modalities, %s, %s %s"
        .formatted(
            modalities,
            cut.name().toLowerCase(Locale.ROOT),
            inTrouble(),
            trouble.name().toLowerCase(Locale.ROOT));
  }
}
