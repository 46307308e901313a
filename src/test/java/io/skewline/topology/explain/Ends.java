// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology.explain;

import static io.skewline.topology.Fixtures.AUDIO;
import static io.skewline.topology.Fixtures.CAMERA;
import static io.skewline.topology.Fixtures.VIDEO;

import io.skewline.fusion.FusionScore;
import io.skewline.fusion.Prediction;
import io.skewline.modality.ClosingReason;
import io.skewline.modality.FrameEnd;
import io.skewline.modality.Modality;
import io.skewline.modality.Outcome;
import io.skewline.modality.Verdict;
import io.skewline.modality.WindowId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Named records of the ledger topic for the tests of this package. */
final class Ends {
  /** 2026-01-01T00:00:00Z in microseconds. */
  static final long NEW_YEAR = 1_767_225_600_000_000L;

  static final WindowId FIRST = new WindowId(CAMERA, 0, NEW_YEAR, NEW_YEAR + 1_000_000);

  private Ends() {}

  /** A frame every 40 ms. */
  static List<FrameEnd.Ref> frames(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(k -> new FrameEnd.Ref(k, NEW_YEAR + k * 40_000))
        .toList();
  }

  static FrameEnd inFirst(Modality modality, Outcome outcome, String reason, long last) {
    return new FrameEnd(CAMERA, modality, outcome, Optional.of(FIRST), reason, frames(0, last));
  }

  static FrameEnd alone(Modality modality, Outcome outcome, String reason, long sequence) {
    return new FrameEnd(
        CAMERA, modality, outcome, Optional.empty(), reason, frames(sequence, sequence));
  }

  static Prediction fused(ClosingReason reason, List<Modality> missing, int revision) {
    return new Prediction(
        FIRST,
        missing.isEmpty() ? Verdict.FUSED : Verdict.FUSED_MISSING,
        reason,
        missing.isEmpty() ? List.of(AUDIO, VIDEO) : List.of(AUDIO),
        missing,
        missing,
        Map.of(AUDIO, 0L),
        0,
        revision,
        Optional.of(
            new Prediction.Scored(
                List.of("no", "yes"),
                new FusionScore(new float[] {0.25f, 0.75f}, 1, 0.71, Double.NaN, Double.NaN),
                "late",
                12,
                "ab".repeat(32))));
  }

  static Prediction dropped(Verdict verdict, ClosingReason reason) {
    return dropped(verdict, reason, Optional.empty());
  }

  static Prediction dropped(
      Verdict verdict, ClosingReason reason, Optional<Prediction.Scored> scored) {
    return new Prediction(
        FIRST,
        verdict,
        reason,
        List.of(AUDIO),
        List.of(VIDEO),
        List.of(VIDEO),
        Map.of(AUDIO, 0L),
        0,
        0,
        scored);
  }
}
