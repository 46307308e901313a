// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.align;

import io.skewline.align.AlignSettings.AlignedModality;
import io.skewline.align.AlignSettings.Limits;
import io.skewline.align.AlignSettings.Sliding;
import io.skewline.align.AlignSettings.Timing;
import io.skewline.modality.ClosedWindow;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.Frame;
import io.skewline.modality.LayerStack;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.StreamId;
import io.skewline.modality.WindowId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Short names for stories: windows are [0, 10), [10, 20) … milliseconds, D is 100 ms. */
final class Stories {
  static final Modality VIDEO = new Modality("video");
  static final Modality AUDIO = new Modality("audio");
  static final StreamId CAMERA = new StreamId("camera");
  static final Optional<Outcome> HELD = Optional.empty();
  static final Limits WIDE = new Limits(10_000, 1_000, 1_000, 1 << 30);

  static AlignSettings settings(
      AlignSettings.Windowing windowing, Limits limits, Modality... modalities) {
    return AlignSettings.live(
        List.of(modalities).stream()
            .map(m -> new AlignedModality(m, Duration.ZERO, false))
            .toList(),
        windowing,
        new Timing(
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMillis(20)),
        limits);
  }

  static AlignSettings tumbling() {
    return settings(sliding(10, 10), WIDE, VIDEO, AUDIO);
  }

  static Sliding sliding(long size, long hop) {
    return new Sliding(Duration.ofMillis(size), Duration.ofMillis(hop));
  }

  static Frame frame(Modality modality, double millis, long sequence, String session) {
    return new Frame(
        CAMERA,
        modality,
        Math.round(millis * 1000),
        sequence,
        session,
        0,
        LayerStack.ofAll(new float[] {sequence}));
  }

  static Frame frame(Modality modality, double millis) {
    return frame(modality, millis, Math.round(millis * 1000), "");
  }

  static List<ClosingReason> reasons(Core core) {
    return core.closed.stream().map(ClosedWindow::reason).toList();
  }

  static WindowId window(long epoch, long start, long end) {
    return new WindowId(CAMERA, epoch, start * 1000, end * 1000);
  }

  private Stories() {}
}
