// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.Modality;
import io.skewline.modality.WindowId;
import io.skewline.serve.MatrixCell.Cut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows what arrived when, and so by when each window must have its verdict. Milliseconds from the
 * start of the clock.
 */
final class MatrixObserver {
  private static final long START = AlignFuseDriver.START.toEpochMilli();
  private final MatrixCell cell;
  private final Map<WindowId, Long> deadlines = new HashMap<>();
  private final Set<WindowId> judged = new HashSet<>();
  private final Map<Modality, Long> newest = new HashMap<>();
  private final Map<Modality, String> sessions = new HashMap<>();
  private long epoch;
  private int waited;

  MatrixObserver(MatrixCell cell) {
    this.cell = cell;
  }

  void arrives(Frame frame, long now) {
    String before = sessions.put(frame.modality(), frame.session());
    if (before != null && !before.equals(frame.session())) {
      epoch++;
      newest.clear();
    }
    for (WindowId window : windows(frame)) {
      if (!judged.contains(window) && !passed(frame.modality(), window)) {
        long toEnd = (window.endMicros() - frame.eventTimeMicros()) / 1_000;
        deadlines.putIfAbsent(window, now + toEnd + MatrixCell.DEADLINE);
      }
    }
    newest.merge(frame.modality(), frame.eventTimeMicros(), Math::max);
  }

  private List<WindowId> windows(Frame frame) {
    long time = frame.eventTimeMicros();
    if (cell.cut() == Cut.ITEM) {
      return List.of(new WindowId(frame.stream(), epoch, time, time + frame.durationMicros()));
    }
    if (cell.cut() == Cut.NEAREST) {
      long tolerance = MatrixCell.TOLERANCE * 1_000;
      boolean anchor = frame.modality().equals(cell.names().get(0));
      return anchor
          ? List.of(new WindowId(frame.stream(), epoch, time - tolerance, time + tolerance + 1))
          : List.of();
    }
    long hop = cell.cut().hop() * 1_000;
    long size = MatrixCell.SIZE * 1_000;
    List<WindowId> windows = new ArrayList<>();
    for (long start = time / hop * hop; start + size > time; start -= hop) {
      windows.add(new WindowId(frame.stream(), epoch, start, start + size));
    }
    return windows;
  }

  private boolean passed(Modality modality, WindowId window) {
    return newest.getOrDefault(modality, Long.MIN_VALUE / 2) - MatrixCell.LATENESS * 1_000
        >= window.endMicros();
  }

  private List<Modality> silent(WindowId window) {
    return cell.names().stream().filter(m -> !passed(m, window)).toList();
  }

  void told(List<Prediction> predictions, long now) {
    for (Prediction prediction : predictions) {
      check(prediction, now);
    }
    if (cell.cut() != Cut.NEAREST) {
      for (WindowId window : deadlines.keySet()) {
        assertThat(silent(window)).as("everybody has passed %s", window).isNotEmpty();
      }
    }
    deadlines.forEach(
        (window, deadline) ->
            assertThat(now).as("%s waits", window).isLessThan(deadline + MatrixCell.TICK + 1));
  }

  private void check(Prediction prediction, long now) {
    WindowId window = prediction.window();
    Long deadline = deadlines.remove(window);
    assertThat(judged.add(window)).as("first verdict on %s", window).isTrue();
    assertThat(deadline).as("a frame of %s", window).isNotNull();
    assertThat(now).as("%s", prediction).isLessThanOrEqualTo(deadline + MatrixCell.TICK);
    if (prediction.reason() == ClosingReason.DEADLINE) {
      assertThat(prediction.triggerMillis()).as("%s", prediction).isEqualTo(START + deadline);
      assertThat(now).as("%s", prediction).isGreaterThanOrEqualTo(deadline);
      checkSilent(prediction, deadline);
    } else if (prediction.reason() == ClosingReason.COMPLETE) {
      assertThat(prediction.silent()).isEmpty();
    } else {
      assertThat(prediction.reason()).isEqualTo(ClosingReason.SESSION_END);
    }
  }

  /** Once the traffic is over, everybody is silent. */
  private void checkSilent(Prediction prediction, long deadline) {
    if (cell.cut() != Cut.NEAREST) {
      assertThat(prediction.silent()).isEqualTo(silent(prediction.window()));
    }
    if (deadline < MatrixTraffic.LENGTH) {
      assertThat(prediction.silent()).as("%s", prediction).containsExactly(cell.inTrouble());
      waited++;
    }
  }

  void finish() {
    assertThat(deadlines).isEmpty();
    assertThat(judged).isNotEmpty();
    assertThat(waited).as("windows that had to wait").isPositive();
  }
}
