// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.ClosingReason;
import io.skewline.modality.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an alignment was told to do; event time in microseconds, wall clock in milliseconds.
 *
 * @param sides the modalities in the order of the topology file
 * @param framesPerWindow the bound over which frames end as overflow
 */
record Rules(
    List<Side> sides,
    Cut cut,
    long maxBack,
    long maxAhead,
    long deadlineMillis,
    long idleMillis,
    int framesPerWindow) {

  /** One modality. */
  record Side(Modality modality, String topic, long lateness, boolean required) {
    private String yaml() {
      return "  - { modality: %s, topic: %s, layers: 2, width: 8, lateness: %dms, required: %s }"
          .formatted(modality.name(), topic, lateness / 1000, required);
    }
  }

  /** How event time is cut. */
  sealed interface Cut {
    /** Its line in the {@code align} section. */
    String yaml();
  }

  /**
   * @param hop equal to size for windows that tumble
   */
  record Windows(long size, long hop) implements Cut {
    /** The starts of the windows that an event time falls in, ascending. */
    List<Long> starts(long time) {
      List<Long> starts = new ArrayList<>();
      for (long n = Math.floorDiv(time, hop); n * hop + size > time; n--) {
        starts.add(0, n * hop);
      }
      return starts;
    }

    @Override
    public String yaml() {
      return "windows: { size: %dms, hop: %dms }".formatted(size / 1000, hop / 1000);
    }
  }

  /** Each frame of the anchor with the nearest of every other modality. */
  record Nearest(Modality anchor, long tolerance) implements Cut {
    @Override
    public String yaml() {
      return "nearest: { anchor: %s, tolerance: %dms }".formatted(anchor.name(), tolerance / 1000);
    }
  }

  Windows windows() {
    return (Windows) cut;
  }

  Nearest nearest() {
    return (Nearest) cut;
  }

  List<Modality> modalities() {
    return sides.stream().map(Side::modality).toList();
  }

  Side side(Modality modality) {
    return sides.stream().filter(s -> s.modality().equals(modality)).findFirst().orElseThrow();
  }

  boolean paired(Iterable<Modality> used) {
    List<Modality> present = new ArrayList<>();
    used.forEach(present::add);
    return sides.stream().allMatch(s -> !s.required() || present.contains(s.modality()));
  }

  /** Whether a window closed before time had passed it, so that more frames of it may come. */
  static boolean early(ClosingReason reason) {
    return reason == ClosingReason.DEADLINE
        || reason == ClosingReason.IDLE
        || reason == ClosingReason.SHUTDOWN;
  }

  Rules with(Cut other) {
    return new Rules(sides, other, maxBack, maxAhead, deadlineMillis, idleMillis, framesPerWindow);
  }

  /** The {@code streams} and {@code align} sections of a topology file that says the same. */
  String yaml() {
    return """
    streams:
    %s
    align:
      %s
      deadline: %dms
      maxAhead: %dms
      maxBack: %dms
      idle: %dms
      limits: { framesPerWindow: %d }
    """
        .formatted(
            sides.stream().map(Side::yaml).collect(Collectors.joining("\n")),
            cut.yaml(),
            deadlineMillis,
            maxAhead / 1000,
            maxBack / 1000,
            idleMillis,
            framesPerWindow);
  }
}
